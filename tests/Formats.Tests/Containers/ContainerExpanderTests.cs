using System.IO.Compression;
using System.Text;
using Pipeline.Domain.Documents;
using Pipeline.Formats.Containers;
using Pipeline.Formats.Content;
using Pipeline.Workers.Tests.Reading;

namespace Pipeline.Formats.Tests.Containers;

public sealed class ContainerExpanderTests
{
    private static readonly byte[] Pdf = new TestPdf().Bytes();

    private static readonly string Mail = $"""
        From: A <a@example.org>
        To: b@example.org
        Subject: =?utf-8?Q?Vertrag_=C3=BC?=
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="outer one"

        Preamble that nobody reads.
        --outer one
        Content-Type: multipart/alternative; boundary=inner

        --inner
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        From: C
        The term is =
        two years, =C3=BCber 5 =E2=82=AC.
        --inner
        Content-Type: text/html; charset=utf-8

        <html><body>The HTML of it</body></html>
        --inner--
        --outer one
        Content-Type: application/pdf; name="=?utf-8?B?VmVydHJhZyDDvC5wZGY=?="
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment; filename*0*=utf-8''Vertrag%20; filename*1*=%C3%BC.pdf

        {Convert.ToBase64String(Pdf, Base64FormattingOptions.InsertLineBreaks)}
        --outer one
        Content-Type: image/png
        Content-ID: <logo>
        Content-Disposition: inline; filename=logo.png
        Content-Transfer-Encoding: base64

        iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
        --outer one--
        """.ReplaceLineEndings("\r\n");

    [Fact]
    public async Task A_mail_gives_its_text_and_its_attachments_and_no_logo()
    {
        var files = await ExpandAsync("mail.eml", Encoding.UTF8.GetBytes(Mail));

        Assert.Equal(["mail.eml/message.txt", "mail.eml/Vertrag ü.pdf"], files.Select(file => file.Name));
        Assert.Equal("From: C\r\nThe term is two years, über 5 €.", Encoding.UTF8.GetString(files[0].Bytes!).TrimStart('\uFEFF'));
        Assert.Equal(Pdf, files[1].Bytes);
        // Its text starts as a mail does, and is none.
        Assert.Equal(ContentType.Text, ContentTypes.Detect(new MemoryStream(files[0].Bytes!)));
    }

    [Fact]
    public async Task A_mail_without_plain_text_gives_its_html()
    {
        const string Html = "From: a\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=windows-1252\r\n\r\n<html><body>Hello</body></html>";

        Assert.Equal("mail.eml/message.html", Assert.Single(await ExpandAsync("mail.eml", Encoding.ASCII.GetBytes(Html))).Name);
    }

    [Fact]
    public async Task An_archive_gives_its_documents_in_order_and_those_of_a_mail_in_it()
    {
        var zip = Zip(("b.pdf", Pdf), ("a/mail.eml", Encoding.UTF8.GetBytes(Mail)), ("__MACOSX/._b.pdf", Pdf), ("data.bin", [0, 1, 2, 0]), ("folder/", []));

        var files = await ExpandAsync("all.zip", zip);

        Assert.Equal(["all.zip/a/mail.eml/message.txt", "all.zip/a/mail.eml/Vertrag ü.pdf", "all.zip/b.pdf"], files.Select(file => file.Name));
    }

    [Fact]
    public async Task What_lies_deeper_than_two_is_refused_by_name()
    {
        var files = await ExpandAsync("1.zip", Zip(("2.zip", Zip(("3.zip", Zip(("deep.pdf", Pdf))), ("good.pdf", Pdf)))));

        Assert.Equal([("1.zip/2.zip/3.zip", DocumentFailures.NestedContainer), ("1.zip/2.zip/good.pdf", null)], files.Select(file => (file.Name, file.Failure)));
    }

    [Fact]
    public async Task A_bomb_fails_alone()
    {
        var files = await ExpandAsync("x.zip", Zip(("bomb.txt", new byte[50 << 20]), ("good.pdf", Pdf)));

        Assert.Equal([("x.zip/bomb.txt", DocumentFailures.TooMuchUnpacked), ("x.zip/good.pdf", null)], files.Select(file => (file.Name, file.Failure)));
    }

    [Fact]
    public async Task Archives_without_documents_too_many_entries_or_damage_say_so()
    {
        var many = Zip([.. Enumerable.Range(0, GuardedZip.MaxEntries + 1).Select(i => ($"{i}.txt", (byte[])[65]))]);
        var cut = Zip(("good.pdf", Pdf))[..^30];

        Assert.Equal(("x.zip", DocumentFailures.NothingInside), Only(await ExpandAsync("x.zip", Zip(("data.bin", [0, 1, 2, 0])))));
        Assert.Equal(("x.zip", DocumentFailures.TooManyEntries(GuardedZip.MaxEntries)), Only(await ExpandAsync("x.zip", many)));
        Assert.Equal(("x.zip", DocumentFailures.Damaged), Only(await ExpandAsync("x.zip", cut)));
    }

    [Fact]
    public async Task A_mail_nested_without_end_is_refused()
    {
        var mail = new StringBuilder("From: a\nMIME-Version: 1.0\n");
        for (var i = 0; i < 10_000; i++)
        {
            mail.Append($"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n");
        }

        Assert.Equal("too_many_entries", Only(await ExpandAsync("m.eml", Encoding.ASCII.GetBytes(mail.ToString()))).Failure!.Code);
    }

    [Fact]
    public void No_name_of_an_entry_leads_out_of_its_container()
    {
        var random = new Random(7);
        string[] pieces = ["..", ".", "/", "\\", "a", "C:", "\0", "\n", "\u202E", "/etc/passwd", "....", "名", " ", "\uD800", "%2e%2e", "~", "con"];
        var names = new EntryNames("x.zip");
        var given = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 10_000; i++)
        {
            var name = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            var shown = names.Next(name);
            var root = Path.GetFullPath("/data/x.zip") + "/";
            Assert.StartsWith(root, Path.GetFullPath("/data/" + shown), StringComparison.Ordinal);
            Assert.DoesNotContain(shown, letter => char.IsControl(letter) || letter is '\\' or '\u202E' || char.IsSurrogate(letter));
            Assert.True(given.Add(shown), shown);
        }
    }

    private static (string Name, DocumentFailure? Failure) Only(List<(string Name, byte[]? Bytes, DocumentFailure? Failure)> files)
    {
        var file = Assert.Single(files);
        return (file.Name, file.Failure);
    }

    private static async Task<List<(string Name, byte[]? Bytes, DocumentFailure? Failure)>> ExpandAsync(string name, byte[] bytes)
    {
        var files = new List<(string, byte[]?, DocumentFailure?)>();
        await foreach (var file in new ContainerExpander(200L << 20).ExpandAsync(name, new MemoryStream(bytes), CancellationToken.None))
        {
            byte[]? content = null;
            if (file.Content is not null)
            {
                using var copy = new MemoryStream();
                await file.Content.CopyToAsync(copy);
                content = copy.ToArray();
            }

            files.Add((file.Name, content, file.Failure));
        }

        return files;
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }
}
