using System.Text;

namespace Pipeline.Workers.Delivery;

/// <summary>A text file that is written aside and renamed: a reader sees the old one or the new one, never half.</summary>
public static class ReplacedFile
{
    // UTF-8 without a byte order mark for programs; spreadsheets find out by themselves, or are told.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static async Task WriteAsync(string path, Func<StreamWriter, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        var aside = path + ".new";
        await using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write))
        {
            await using (var writer = new StreamWriter(stream, Utf8, leaveOpen: true))
            {
                await write(writer);
            }

            await stream.FlushAsync(cancellationToken);
            RandomAccess.FlushToDisk(stream.SafeFileHandle);
        }

        File.Move(aside, path, overwrite: true);
    }
}
