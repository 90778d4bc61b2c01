using System.Security.Cryptography;
using System.Text.Json;

namespace Pipeline.Ingest.Api.Uploads;

/// <summary>One hash of all that a request asked for: address, fields, names and contents.</summary>
internal static class UploadFingerprint
{
    public static string Of(string path, ReceivedUpload upload)
    {
        var asked = new
        {
            path,
            fields = upload.Fields.OrderBy(field => field.Key, StringComparer.Ordinal),
            files = upload.Files.Select(file => new { file.Name, file.Content.Sha256 }),
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked)));
    }
}
