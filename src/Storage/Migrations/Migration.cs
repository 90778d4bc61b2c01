using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Storage.Migrations;

/// <summary>One file of migrations/: its name starts with four digits and gives the order. Never edited once it was applied anywhere.</summary>
public sealed record Migration(string File, string Sql)
{
    private const string Prefix = "migrations/";

    /// <summary>SHA-256 of the text in lower-case hex.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    internal string Number => File.Length > 5 && File[..4].All(char.IsAsciiDigit) && File[4] == '_'
        ? File[..4]
        : throw new MigrationException(File, $"The migration {File} is not named NNNN_what_changes.sql.", null);

    /// <summary>Those inside this build, in order.</summary>
    public static IReadOnlyList<Migration> Embedded() =>
        [.. typeof(Migration).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new Migration(name[Prefix.Length..], Read(typeof(Migration).Assembly, name)))];

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
