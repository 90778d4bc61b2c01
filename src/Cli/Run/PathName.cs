namespace Pipeline.Cli.Run;

internal static class PathName
{
    /// <summary>As a user would write it who stands in the current folder: relative where it lies below, else absolute. Both lead to the same file.</summary>
    public static string Shown(string path)
    {
        var full = Path.GetFullPath(path);
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, full);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? full : relative;
    }
}
