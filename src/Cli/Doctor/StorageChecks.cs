using System.Globalization;
using Pipeline.Cli.Setup;

namespace Pipeline.Cli.Doctor;

/// <summary>The database and the data folder.</summary>
internal static class StorageChecks
{
    /// <summary>PostgreSQL with an empty database.</summary>
    private const long LeastBytes = 250L << 20;

    /// <summary>Some thousand contracts with their layouts and drawn pages.</summary>
    private const long GoodBytes = 2L << 30;

    public static IEnumerable<Finding> Run(string root, PipelineConfiguration configuration, string dataFolder)
    {
        yield return Database(root, configuration);
        yield return Folder(dataFolder);
        yield return Space(dataFolder);
    }

    private static Finding Database(string root, PipelineConfiguration configuration)
    {
        if (configuration.Postgres is not null)
        {
            return Finding.Well("PostgreSQL", "as ConnectionStrings__Postgres says (not tried)");
        }

        var package = InstallRoot.PostgresPackage(root);
        return File.Exists(Path.Combine(package, "native", "bin", "postgres"))
            ? Finding.Well("PostgreSQL", $"embedded, {EngineChecks.Version(Path.Combine(package, "package.json"))}")
            : Finding.Missing("PostgreSQL", $"not installed at {package}. Run `npm ci --ignore-scripts` in the checkout, or set ConnectionStrings__Postgres.");
    }

    private static Finding Folder(string folder)
    {
        const string part = "data folder";
        if (!Directory.Exists(folder))
        {
            return Finding.Well(part, $"{folder}, made by the first run");
        }

        var file = Path.Combine(folder, "lock");
        try
        {
            using var probe = File.Exists(file) ? new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None) : null;
            File.Create(Path.Combine(folder, $".probe-{Guid.CreateVersion7():n}"), 1, FileOptions.DeleteOnClose).Dispose();
            return Finding.Well(part, $"{folder}, free");
        }
        catch (UnauthorizedAccessException)
        {
            return Finding.Missing(part, $"{folder} belongs to another user. Choose another with --data or PIPELINE_HOME, or change its owner.");
        }
        catch (IOException e) when (!File.Exists(file))
        {
            return Finding.Missing(part, $"{folder} cannot be written: {e.Message}");
        }
        catch (IOException)
        {
            return Finding.Advice(part, $"{folder} is in use by another pipeline{Owner(file)}. Wait until it ends, or choose another with --data.");
        }
    }

    private static string Owner(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return int.TryParse(reader.ReadToEnd(), CultureInfo.InvariantCulture, out var process) ? string.Create(CultureInfo.InvariantCulture, $" (process {process})") : "";
    }

    private static Finding Space(string folder)
    {
        var existing = new DirectoryInfo(Path.GetFullPath(folder));
        while (!existing.Exists && existing.Parent is { } parent)
        {
            existing = parent;
        }

        var free = new DriveInfo(existing.FullName).AvailableFreeSpace;
        var says = string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MiB free for {folder}");
        return free < LeastBytes ? Finding.Missing("disk", $"{says}; {LeastBytes >> 20} MiB are needed at least. Make room, or choose another disk with --data.")
            : free < GoodBytes ? Finding.Advice("disk", $"{says}: enough for a few contracts")
            : Finding.Well("disk", says);
    }
}
