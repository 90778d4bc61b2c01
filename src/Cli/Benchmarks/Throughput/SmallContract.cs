using System.Globalization;
using System.Text;

namespace Pipeline.Cli.Benchmarks.Throughput;

/// <summary>One-page contracts, each with a content of its own: the same content a second time would be a duplicate, and cost nearly nothing.</summary>
internal static class SmallContract
{
    public const string ContentType = "text/plain";

    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"contract-{number:0000000}.txt");

    /// <param name="run">Tells the documents of two runs apart.</param>
    public static byte[] Bytes(Guid run, int number) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
        MUTUAL NON-DISCLOSURE AGREEMENT

        This Agreement number {number} of {run} is made as of March {(number % 28) + 1}, 2021 between Alder {number} Inc., a corporation, and Birch {number} LLC, a limited liability company.

        1. Confidential Information. Confidential Information means all information that one party discloses to the other in writing, orally or by inspection, and that is marked as confidential or should be understood to be so by its nature.

        2. Obligations. Each party keeps the Confidential Information of the other party secret, uses it for the purpose of this Agreement alone, and gives it only to those of its employees and advisers who need to know it and are bound by duties of the same kind.

        3. Exceptions. No duty exists for information that was public when it was disclosed, became public later through no fault of the receiving party, or was known to the receiving party before.

        4. Term. This Agreement remains in force for {(number % 4) + 2} years from its date and ends on March {(number % 28) + 1}, {2023 + (number % 4)}.

        5. Damages. A party that breaches this Agreement pays the other party $ {25_000 + number} for each breach.

        6. Governing Law. This Agreement is governed by the laws of the State of Ohio, and the courts of that State have jurisdiction over all disputes that arise from it.

        IN WITNESS WHEREOF, the parties have signed this Agreement on the date first written above.

        """));
}
