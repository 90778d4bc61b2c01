using Pipeline.Cli.Run;
using Pipeline.Cli.Setup;
using Pipeline.Cli.Tests.Repository;

namespace Pipeline.Cli.Tests.Run;

public sealed class InputFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_gives_its_documents_sorted_and_counts_the_others()
    {
        _folder.Write("b.PDF", "x");
        _folder.Write("a/z.pdf", "x");
        _folder.Write("scan", "%PDF-1.7 by content");
        _folder.Write("notes.log", "x");
        _folder.Write("letter.txt", "Dear all");
        _folder.Write("page", "<html><body>x</body></html>");
        _folder.Write(".hidden.pdf", "x");

        var found = InputFiles.Find([_folder.FullName]);

        Assert.Equal(["a/z.pdf", "b.PDF", "letter.txt", "scan"], found.Files.Select(f => f.Name));
        Assert.Equal(2, found.Others);
    }

    [Fact]
    public void Links_to_folders_are_not_followed_and_links_to_files_are()
    {
        _folder.Write("one.pdf", "x");
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "loop"), _folder.FullName);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "two.pdf"), Path.Combine(_folder.FullName, "one.pdf"));

        Assert.Equal(["one.pdf", "two.pdf"], InputFiles.Find([_folder.FullName]).Files.Select(f => f.Name));
    }

    [Fact]
    public void The_same_file_twice_is_one_and_the_same_name_twice_is_two()
    {
        var first = _folder.Write("x/lease.pdf", "x");
        var second = _folder.Write("y/lease.pdf", "y");

        Assert.Equal([first, second], InputFiles.Find([first, second, first]).Files.Select(f => f.Name));
        Assert.Equal(["lease.pdf"], InputFiles.Find([first, first]).Files.Select(f => f.Name));
    }

    [Fact]
    public void A_path_that_is_not_there_is_named() =>
        Assert.Contains("/nowhere.pdf", Assert.Throws<OperatorException>(() => InputFiles.Find(["/nowhere.pdf"])).Message, StringComparison.Ordinal);
}
