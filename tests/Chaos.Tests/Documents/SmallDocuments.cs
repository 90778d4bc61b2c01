using System.Globalization;
using System.Text;
using Pipeline.Workers.Tests.Reading;

namespace Pipeline.Chaos.Tests.Documents;

/// <summary>One-page contracts, each with a content of its own: every second a PDF, the others text.</summary>
internal static class SmallDocuments
{
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"contract-{number:00000}{(number % 2 == 0 ? ".pdf" : ".txt")}");

    public static byte[] Bytes(int number)
    {
        var lines = Lines(number).ToList();
        return number % 2 == 0
            ? new TestPdf { Content = "BT /F1 11 Tf 72 720 Td 14 TL " + string.Concat(lines.Select(line => $"({line}) Tj T* ")) + "ET" }.Bytes()
            : Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
    }

    public static void Write(string folder, int from, int count)
    {
        foreach (var number in Enumerable.Range(from, count))
        {
            File.WriteAllBytes(Path.Combine(folder, NameOf(number)), Bytes(number));
        }
    }

    private static IEnumerable<string> Lines(int number)
    {
        yield return "MUTUAL NON-DISCLOSURE AGREEMENT";
        yield return string.Create(CultureInfo.InvariantCulture, $"This Agreement number {number} is made as of March {(number % 28) + 1}, 2021 between Alder {number} Inc.");
        yield return string.Create(CultureInfo.InvariantCulture, $"and Birch {number} LLC, a limited liability company.");
        yield return "Each party keeps the confidential information of the other party secret.";
        yield return string.Create(CultureInfo.InvariantCulture, $"This Agreement remains in force for {(number % 4) + 2} years from its date.");
        yield return "This Agreement is governed by the laws of the State of Ohio.";
    }
}
