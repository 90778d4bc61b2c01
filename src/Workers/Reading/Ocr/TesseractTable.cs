using System.Globalization;
using System.Text;
using Pipeline.Domain.Layout;

namespace Pipeline.Workers.Reading.Ocr;

/// <summary>Reads tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence (0 to 100), text. A paragraph becomes a block.</summary>
internal sealed class TesseractTable
{
    private const int Columns = 12;
    private const int PageLevel = 1;
    private const int WordLevel = 5;

    private readonly List<Block> _blocks = [];
    private List<Word> _words = [];
    private (int Block, int Paragraph, int Line) _place;
    private int _line;
    private int _width;
    private int _height;

    /// <exception cref="InvalidDataException">This is not what tesseract writes.</exception>
    public static RecognisedPage Parse(Stream output)
    {
        using var reader = new StreamReader(output, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var table = new TesseractTable();
        _ = reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            table.Add(line.Split('\t', Columns));
        }

        table.EndBlock();
        return new RecognisedPage(table._width, table._height, table._blocks);
    }

    private void Add(string[] cells)
    {
        if (cells.Length < Columns - 1)
        {
            throw new InvalidDataException("A row of the table is too short.");
        }

        switch (Number(cells[0]))
        {
            case PageLevel:
                (_width, _height) = (Number(cells[8]), Number(cells[9]));
                break;
            case WordLevel when cells.Length == Columns:
                AddWords(cells);
                break;
        }
    }

    private void AddWords(string[] cells)
    {
        var place = (Number(cells[2]), Number(cells[3]), Number(cells[4]));
        if ((place.Item1, place.Item2) != (_place.Block, _place.Paragraph))
        {
            EndBlock();
        }
        else if (place.Item3 != _place.Line)
        {
            _line++;
        }

        _place = place;
        var (left, top) = (Number(cells[6]), Number(cells[7]));
        var box = new Box(left, top, left + Number(cells[8]), top + Number(cells[9]));
        var confidence = double.TryParse(cells[10], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) ? Math.Clamp(percent / 100, 0, 1) : 0;
        foreach (var text in cells[11].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            _words.Add(new Word(text, box, _line, Math.Round(confidence, 3)));
        }
    }

    private void EndBlock()
    {
        if (_words.Count > 0)
        {
            _blocks.Add(new Block(_words));
        }

        (_words, _line) = ([], 0);
    }

    private static int Number(string cell) =>
        int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new InvalidDataException("A cell of the table is no number.");
}
