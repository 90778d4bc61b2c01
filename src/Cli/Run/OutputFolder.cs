using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Run;

/// <summary>Finds out before the work, and not after it, whether results can be written.</summary>
internal static class OutputFolder
{
    /// <exception cref="OperatorException">It is a file, or cannot be made or written.</exception>
    public static void Require(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Guid.CreateVersion7():n}");
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"Results cannot be written to {folder}: {e.Message} Name another folder with --out.", e);
        }
    }
}
