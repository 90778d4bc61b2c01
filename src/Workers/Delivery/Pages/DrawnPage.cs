namespace Pipeline.Workers.Delivery.Pages;

/// <summary>A page of a document as a PNG file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="File">Its path.</param>
/// <param name="Bytes">Its size.</param>
public sealed record DrawnPage(int Number, string File, long Bytes);
