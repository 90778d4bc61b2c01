using Pipeline.Storage.DataFolders;

namespace Pipeline.Storage.Tests.DataFolders;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Refuses_a_second_owner_and_names_the_first()
    {
        using var first = DataFolder.Open(_temporary.Child("data"));

        var refusal = Assert.Throws<DataFolderException>(() => DataFolder.Open(_temporary.Child("data")));

        Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--data", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Can_be_owned_again_once_the_owner_is_gone()
    {
        DataFolder.Open(_temporary.Child("data")).Dispose();

        using var second = DataFolder.Open(_temporary.Child("data"));

        Assert.True(Directory.Exists(second.BlobFolder));
    }

    [Fact]
    public void Is_closed_to_other_users()
    {
        using var folder = DataFolder.Open(_temporary.Child("data"));

        var others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder.Path) & others);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.BlobFolder));
    }

    [Fact]
    public void Says_so_when_the_path_is_a_file()
    {
        File.WriteAllText(_temporary.Child("file"), "");

        var refusal = Assert.Throws<DataFolderException>(() => DataFolder.Open(_temporary.Child("file")));

        Assert.Contains(_temporary.Child("file"), refusal.Message, StringComparison.Ordinal);
    }
}
