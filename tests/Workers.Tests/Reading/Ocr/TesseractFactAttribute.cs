namespace Pipeline.Workers.Tests.Reading.Ocr;

/// <summary>A test that needs tesseract, which is recommended and not required: absent, it is skipped locally and fails where CI=true.</summary>
public sealed class TesseractFactAttribute : FactAttribute
{
    public TesseractFactAttribute()
    {
        if (!File.Exists("/usr/bin/tesseract") && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "tesseract is not installed: apt-get install tesseract-ocr.";
        }
    }
}
