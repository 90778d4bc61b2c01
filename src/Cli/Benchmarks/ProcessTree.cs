using System.Globalization;

namespace Pipeline.Cli.Benchmarks;

/// <summary>What the kernel says of processes (proc(5)). Those that end meanwhile are left out.</summary>
internal static class ProcessTree
{
    // USER_HZ: 100 on every Linux that .NET runs on, whatever the kernel's own tick is.
    private const double TicksPerSecond = 100;

    /// <summary>The parent of every process.</summary>
    public static Dictionary<int, int> Parents()
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process) && Fields(process) is { } fields)
            {
                parents[process] = Parent(fields);
            }
        }

        return parents;
    }

    /// <summary>A process, its children, and theirs.</summary>
    public static List<int> Family(int process, Dictionary<int, int> parents)
    {
        var family = new List<int> { process };
        for (var i = 0; i < family.Count; i++)
        {
            family.AddRange(parents.Where(p => p.Value == family[i]).Select(p => p.Key));
        }

        return family;
    }

    /// <summary>Null where there is no such process.</summary>
    public static int? ParentOf(int process) => Fields(process) is { } fields ? Parent(fields) : null;

    /// <summary>CPU seconds, in user and kernel mode.</summary>
    public static ProcessTimes Times(int process) =>
        Fields(process) is { } fields ? new ProcessTimes(Seconds(fields, 11) + Seconds(fields, 12), Seconds(fields, 13) + Seconds(fields, 14)) : default;

    /// <summary>A file of /proc; empty where the process ended meanwhile, or is another user's.</summary>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>From the state on: the name before it may hold spaces and brackets.</summary>
    private static string[]? Fields(int process)
    {
        var stat = Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        var end = stat.LastIndexOf(')');
        return end < 0 ? null : stat[(end + 2)..].Split(' ');
    }

    private static int Parent(string[] fields) => int.Parse(fields[1], CultureInfo.InvariantCulture);

    private static double Seconds(string[] fields, int field) => long.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond;
}
