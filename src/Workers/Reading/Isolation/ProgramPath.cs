namespace Pipeline.Workers.Reading.Isolation;

/// <summary>Finds the system's programs. Only these folders: a program planted in a user's PATH must not read documents, and the sandbox shows no others.</summary>
public static class ProgramPath
{
    private static readonly string[] Folders = ["/usr/bin", "/bin"];

    public static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
