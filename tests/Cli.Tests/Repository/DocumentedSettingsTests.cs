using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Pipeline.Cli.Serve;
using Pipeline.Cli.Setup;
using Pipeline.Ingest.Api;
using Pipeline.Ingest.Drop;
using Pipeline.Workers.Claims;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Delivery.Webhooks;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Relay;
using Pipeline.Workers.Sweeping;

namespace Pipeline.Cli.Tests.Repository;

/// <summary>What the documents say can be set, and what can be: a key that is written wrongly changes nothing, in silence.</summary>
public sealed partial class DocumentedSettingsTests
{
    private static readonly Dictionary<string, Type> Sections = new(StringComparer.Ordinal)
    {
        ["Api"] = typeof(UploadApiOptions),
        ["Delivery"] = typeof(DeliveryOptions),
        ["Drop"] = typeof(DropOptions),
        ["Endpoint"] = typeof(EndpointSettings),
        ["Engine"] = typeof(EngineOptions),
        ["Lease"] = typeof(LeaseOptions),
        ["Reading"] = typeof(ReadingOptions),
        ["Relay"] = typeof(RelayOptions),
        ["Service"] = typeof(ServiceOptions),
        ["Sweep"] = typeof(SweepOptions),
        ["Web"] = typeof(WebOptions),
        ["Webhooks"] = typeof(WebhookOptions),
    };

    // Read one by one, not as a section.
    private static readonly string[] Single = ["Blobs:Folder", "Reading:All"];

    [Fact]
    public void Every_setting_that_documents_and_deployments_name_exists()
    {
        var named = (from file in Checkout.Files
                     where file is "README.md" or "compose.yaml" || file.StartsWith("docs/", StringComparison.Ordinal) && file.EndsWith(".md", StringComparison.Ordinal) || file.StartsWith("deploy/", StringComparison.Ordinal)
                     from Match key in Key().Matches(File.ReadAllText(Checkout.PathOf(file)))
                     select (File: file, Key: key.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal))).Distinct().ToList();

        Assert.True(named.Count > 25);
        Assert.DoesNotContain(named, setting => !Exists(setting.Key));
    }

    [Fact]
    public void Every_row_of_the_table_of_the_API_is_a_setting_and_has_its_default()
    {
        var table = File.ReadAllText(Checkout.PathOf("docs/api.md")).Split("## Limits")[1];
        var rows = Row().Matches(table).SelectMany(row => row.Groups[1].Value.Split(", ").Select(key => key.Trim('`'))).ToList();

        Assert.True(rows.Count > 8);
        Assert.DoesNotContain(rows, row => !Exists("Api:" + row));
    }

    [Fact]
    public void A_setting_that_does_not_exist_is_found()
    {
        Assert.True(Exists("Drop:Folders:0:Settle"));
        Assert.False(Exists("Drop:Folders:0:Settled"));
        Assert.False(Exists("Sweep:Often"));
        Assert.False(Exists("Nothing:Folder"));
    }

    private static bool Exists(string key)
    {
        var parts = key.Split(':');
        if (Single.Contains(key, StringComparer.Ordinal))
        {
            return true;
        }

        if (!Sections.TryGetValue(parts[0], out var type))
        {
            return false;
        }

        foreach (var part in parts.Skip(1))
        {
            if (ElementOf(type) is { } element)
            {
                // N in documents, a number in the environment.
                if (part != "N" && !int.TryParse(part, out _))
                {
                    return false;
                }

                type = element;
                continue;
            }

            if (type.GetProperty(part, BindingFlags.Public | BindingFlags.Instance) is not { CanWrite: true } property)
            {
                return false;
            }

            type = property.PropertyType;
        }

        return true;
    }

    private static Type? ElementOf(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type) && type.IsGenericType ? type.GetGenericArguments()[0] : null;

    [GeneratedRegex(@"\bPipeline(?:__|:)([A-Z][A-Za-z]*(?:(?:__|:)(?:[A-Z][A-Za-z]*|\d+))*)")]
    private static partial Regex Key();

    [GeneratedRegex(@"^\| (`\w+`(?:, `\w+`)*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
