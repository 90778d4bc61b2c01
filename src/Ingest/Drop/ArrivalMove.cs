using System.Globalization;
using Pipeline.Domain.Documents;
using Pipeline.Ingest.Drop.Posix;

namespace Pipeline.Ingest.Drop;

/// <summary>Puts a file that was dealt with where people look for it: done/, failed/ with a reason beside it, or duplicates/, in the sub-folder it came from.</summary>
internal sealed class ArrivalMove(DropParts parts, WatchedFolder folder, ProcessingFolder processing)
{
    /// <summary>Moved by another process already: then there is nothing left to do.</summary>
    /// <exception cref="PosixException">It cannot be moved now.</exception>
    public async Task MoveAsync(Arrival arrival, ArrivalOutcome outcome)
    {
        using (var source = processing.Find(arrival))
        {
            if (source?.Look(arrival.Name) is null)
            {
                return;
            }

            var end = WatchedFolder.NameOf(outcome.End);
            // A sub-folder's name may be taken by a file or a link there: then the file goes into a folder of its own.
            using var target = folder.Root.Ensure([end, .. arrival.Folders]) ?? folder.Root.Ensure([end, arrival.Id.ToString("N")]) ?? throw new PosixException(PosixException.NotAFolder, "opening a folder");
            await MoveAsync(arrival, outcome, source, target);
        }

        processing.Remove(arrival);
        // Checkpoint: killed here, all is done; at most an empty folder is left under processing/.
        await parts.Reached(DropStep.Moved);
    }

    private async Task MoveAsync(Arrival arrival, ArrivalOutcome outcome, FolderHandle source, FolderHandle target)
    {
        string[] names = target.Look(arrival.Name) is null ? [arrival.Name, DropNames.WithArrival(arrival.Name, arrival.Id)] : [DropNames.WithArrival(arrival.Name, arrival.Id)];
        foreach (var name in names)
        {
            await ExplainAsync(arrival, outcome, target, name);
            var error = source.Rename(arrival.Name, target, name);
            if (error is 0 or PosixException.NotThere)
            {
                return;
            }

            if (error != PosixException.Exists)
            {
                throw new PosixException(error, "moving a file");
            }
        }

        // A name with an id in it is there only if this very file was put there before, and lies here once more.
        throw new PosixException(PosixException.Exists, "moving a file");
    }

    private async Task ExplainAsync(Arrival arrival, ArrivalOutcome outcome, FolderHandle target, string name)
    {
        if (outcome.Failure is not { } failure)
        {
            return;
        }

        target.WriteFile(DropNames.ReasonFor(name), $".{arrival.Id:N}", Reason(failure, outcome));
        // Checkpoint: killed here, the reason lies there before its file; it is written again, over itself.
        await parts.Reached(DropStep.Explained);
    }

    private string Reason(DocumentFailure failure, ArrivalOutcome outcome) => string.Create(CultureInfo.InvariantCulture, $"""
        code: {failure.Code}
        what to do: {failure.Reason}
        document: {outcome.Document?.ToString() ?? "several, see the results"}
        time: {parts.Clock.GetUtcNow():O}

        """);
}
