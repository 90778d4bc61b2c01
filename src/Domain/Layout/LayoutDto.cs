using System.Text.Json.Serialization;

namespace Pipeline.Domain.Layout;

/// <summary>Stored form. Names are short because every word carries them: <c>t</c> texts, <c>l</c> lines, <c>x</c> boxes in 1/100 point, <c>c</c> confidences in 1/1000, <c>h</c> indices of hidden words.</summary>
internal sealed record LayoutDto(int V, string Reader, PageDto[] Pages);

internal sealed record PageDto(int N, double W, double H, int R, bool Ocr, BlockDto[] B);

internal sealed record BlockDto(string[] T, int[] L, long[]?[]? X, int?[]? C, int[]? H = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(LayoutDto))]
internal sealed partial class LayoutJsonContext : JsonSerializerContext;
