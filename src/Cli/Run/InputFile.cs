namespace Pipeline.Cli.Run;

/// <summary>A file to read: its name as results show it, and its absolute path.</summary>
internal sealed record InputFile(string Name, string Path);
