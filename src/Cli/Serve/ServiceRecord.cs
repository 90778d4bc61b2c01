using System.Text.Json;

namespace Pipeline.Cli.Serve;

/// <summary>What a running <c>pipeline up</c> leaves in its data folder for the commands that speak to it. Only the owner may read it.</summary>
internal sealed record ServiceRecord(int Process, string Address, string Database, DateTimeOffset Started)
{
    private const string FileName = "service.json";

    public static void Write(string dataFolder, ServiceRecord record)
    {
        var path = Path.Combine(dataFolder, FileName);
        var aside = path + ".new";
        File.Delete(aside);
        using (var file = new FileStream(aside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            JsonSerializer.Serialize(file, record, ServiceRecordJson.Default.ServiceRecord);
        }

        File.Move(aside, path, overwrite: true);
    }

    /// <summary>Null where none runs: a record that a killed process left says nothing.</summary>
    public static ServiceRecord? Read(string dataFolder, int? owner)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(dataFolder, FileName));
            return JsonSerializer.Deserialize(file, ServiceRecordJson.Default.ServiceRecord) is { } record && record.Process == owner ? record : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    public static void Remove(string dataFolder) => File.Delete(Path.Combine(dataFolder, FileName));
}
