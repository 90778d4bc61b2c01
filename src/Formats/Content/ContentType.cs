namespace Pipeline.Formats.Content;

/// <summary>What a file is by its bytes.</summary>
public enum ContentType
{
    Unknown,
    Pdf,
    Docx,
    Text,
    Html,
    Mail,
    Zip,
    Png,
    Jpeg,
    Tiff,
    RichText,

    /// <summary>The compound file of Office before 2007; also what a DOCX with a password is.</summary>
    OldOffice,

    /// <summary>A DOCX, XLSX or PPTX with a password.</summary>
    EncryptedOffice,
    Spreadsheet,
    Presentation,
    OpenDocument,
}
