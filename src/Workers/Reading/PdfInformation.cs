namespace Pipeline.Workers.Reading;

/// <summary>What pdfinfo tells before any text is read. A page that it could not load is missing from <paramref name="Pages"/>, whose keys are page numbers from 1.</summary>
internal sealed record PdfInformation(int PageCount, IReadOnlyDictionary<int, PageGeometry> Pages);
