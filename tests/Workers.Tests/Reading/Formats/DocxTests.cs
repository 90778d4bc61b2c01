using System.IO.Compression;
using Pipeline.Domain.Documents;

namespace Pipeline.Workers.Tests.Reading.Formats;

public sealed class DocxTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    [Fact]
    public async Task Tracked_deletions_are_ignored_and_insertions_kept()
    {
        var blocks = await BlocksAsync(new TestDocx
        {
            Body = """
                <w:p><w:r><w:t xml:space="preserve">Governed by </w:t></w:r><w:del><w:r><w:delText>Ohio</w:delText></w:r></w:del><w:ins><w:r><w:t>Nev</w:t></w:r></w:ins><w:r><w:t>ada law.</w:t></w:r></w:p>
                <w:p><w:moveFrom><w:r><w:t>Moved away.</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>Moved here.</w:t></w:r></w:moveTo></w:p>
                """,
        });

        Assert.Equal(["Governed by Nevada law.", "Moved here."], blocks);
    }

    [Fact]
    public async Task A_paragraph_whose_end_was_deleted_goes_on_in_the_next()
    {
        var blocks = await BlocksAsync(new TestDocx
        {
            Body = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">The term is </w:t></w:r></w:p>" + TestDocx.Paragraph("two years.") + TestDocx.Paragraph("Next."),
        });

        Assert.Equal(["The term is two years.", "Next."], blocks);
    }

    [Fact]
    public async Task Tables_are_read_cell_by_cell_and_text_boxes_once()
    {
        var box = $"<w:txbxContent>{TestDocx.Paragraph("In a box.")}</w:txbxContent>";
        var blocks = await BlocksAsync(new TestDocx
        {
            Body = $"""
                <w:tbl><w:tr><w:tc>{TestDocx.Paragraph("A1")}</w:tc><w:tc>{TestDocx.Paragraph("B1")}</w:tc></w:tr><w:tr><w:tc>{TestDocx.Paragraph("A2")}</w:tc><w:tc>{TestDocx.Paragraph("B2")}</w:tc></w:tr></w:tbl>
                <w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Around it.</w:t></w:r></w:p>
                """,
        });

        Assert.Equal(["A1", "B1", "A2", "B2", "In a box.", "Around it."], blocks);
    }

    [Fact]
    public async Task Headers_stand_first_once_and_footnotes_after_the_body()
    {
        var blocks = await BlocksAsync(new TestDocx
        {
            Body = TestDocx.Paragraph("The body."),
            Parts = [("footnotes", TestDocx.Paragraph("Cap: $5.")), ("header", TestDocx.Paragraph("Confidential")), ("header", TestDocx.Paragraph("Confidential")), ("footer", TestDocx.Paragraph("Initials"))],
        });

        Assert.Equal(["Confidential", "The body.", "Cap: $5.", "Initials"], blocks);
    }

    [Fact]
    public async Task Hidden_text_field_codes_and_external_parts_are_left_out()
    {
        var blocks = await BlocksAsync(new TestDocx
        {
            Body = """<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>Shown</w:t><w:noBreakHyphen/><w:t>text</w:t></w:r></w:p>""",
            Relationships = "<Relationship Id=\"x\" TargetMode=\"External\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"file:///etc/passwd\"/>",
        });

        Assert.Equal(["Shown-text"], blocks);
    }

    [Fact]
    public async Task A_document_type_definition_is_refused()
    {
        var docx = new TestDocx { Prolog = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">]>", Body = TestDocx.Paragraph("&a;") };

        Assert.Equal(DocumentFailures.Damaged, await fixture.FailAnyAsync(fixture.Write(docx.Bytes())));
    }

    [Fact]
    public async Task A_bomb_is_refused_before_it_unpacks()
    {
        var docx = new TestDocx { Body = TestDocx.Paragraph(new string('a', 20 << 20)) };

        Assert.Equal(DocumentFailures.TooMuchUnpacked, await fixture.FailAnyAsync(fixture.Write(docx.Bytes())));
    }

    [Fact]
    public async Task A_lie_about_the_unpacked_size_is_found_out()
    {
        var bytes = new TestDocx { Body = TestDocx.Paragraph(new string('a', 20 << 20)) }.Bytes();
        using (var zip = new ZipArchive(new MemoryStream(bytes)))
        {
            var size = BitConverter.GetBytes((uint)zip.GetEntry("word/document.xml")!.Length);
            for (var at = bytes.AsSpan().IndexOf(size); at >= 0; at = bytes.AsSpan().IndexOf(size))
            {
                BitConverter.GetBytes(2000u).CopyTo(bytes, at);
            }
        }

        var failure = await fixture.FailAnyAsync(fixture.Write(bytes));

        Assert.Contains(failure.Code, (string[])["too_much_unpacked", "damaged"]);
    }

    private async Task<string[]> BlocksAsync(TestDocx docx) => await fixture.BlocksAsync(docx.Bytes());
}
