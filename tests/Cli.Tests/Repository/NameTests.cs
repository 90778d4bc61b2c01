using System.Text.RegularExpressions;

namespace Pipeline.Cli.Tests.Repository;

public sealed partial class NameTests
{
    private static readonly string[] ForbiddenFolders = ["Common", "Core", "Utils", "Utilities", "Helpers", "Manager", "Managers", "Service", "Services"];

    [Fact]
    public void No_folder_has_a_name_that_says_nothing()
    {
        var found = Checkout.CodeFiles.Where(file => file.Split('/').Intersect(ForbiddenFolders, StringComparer.OrdinalIgnoreCase).Any());

        Assert.Empty(found);
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        Assert.NotEmpty(ProductAssemblies.Types);
        Assert.DoesNotContain(ProductAssemblies.Types.Select(type => type.Name), name => Vague().IsMatch(name));
    }

    [Theory]
    [InlineData("TextUtils", true)]
    [InlineData("DocumentManager", true)]
    [InlineData("Helper", true)]
    [InlineData("ServiceLease", false)]
    [InlineData("SentenceSplitter", false)]
    public void The_pattern_for_vague_names_finds_them_and_leaves_the_rest(string name, bool vague) =>
        Assert.Equal(vague, Vague().IsMatch(name));

    [GeneratedRegex("(^|[a-z0-9])(Common|Utils?|Utilities|Utility|Helpers?|Managers?|Services?)$")]
    private static partial Regex Vague();
}
