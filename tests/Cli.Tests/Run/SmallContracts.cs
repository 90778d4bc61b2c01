using System.Globalization;
using Pipeline.Workers.Tests.Reading;

namespace Pipeline.Cli.Tests.Run;

/// <summary>One-page contracts that differ in their parties, dates and law: quick to read, with something to find in each.</summary>
internal static class SmallContracts
{
    private static readonly string[] States = ["Ohio", "Delaware", "New York", "Texas", "Oregon", "Nevada"];

    public static void Write(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < count; i++)
        {
            new TestPdf { Content = Page(Lines(i)) }.Write(folder, string.Create(CultureInfo.InvariantCulture, $"contract-{i:00}.pdf"));
        }
    }

    public static string Page(IEnumerable<string> lines) =>
        "BT /F1 11 Tf 72 720 Td 14 TL " + string.Concat(lines.Select(line => $"({line.Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal)}) Tj T* ")) + "ET";

    private static IEnumerable<string> Lines(int i)
    {
        yield return "MUTUAL NON-DISCLOSURE AGREEMENT";
        yield return string.Create(CultureInfo.InvariantCulture, $"This Agreement is made as of March {i + 1}, 2021 between Alder {Word(i)} Inc., a corporation,");
        yield return string.Create(CultureInfo.InvariantCulture, $"and Birch {Word(i + 7)} LLC, a limited liability company.");
        yield return "Each party will keep the other party's confidential information secret and use it only to";
        yield return "evaluate the proposed transaction between them, and will return it when asked.";
        yield return string.Create(CultureInfo.InvariantCulture, $"This Agreement shall remain in force for a period of {(i % 4) + 2} years from its date.");
        yield return $"This Agreement is governed by the laws of the State of {States[i % States.Length]}.";
    }

    private static string Word(int i) => new[] { "Harbor", "Meadow", "Summit", "Canyon", "Prairie", "Lagoon", "Quarry", "Orchard" }[i % 8];
}
