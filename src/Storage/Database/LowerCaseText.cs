using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Pipeline.Storage.Database;

/// <summary>Enums lie in tables as snake_case text: readable in psql, and safe when members are added in between.</summary>
internal sealed class LowerCaseText<TEnum>() : ValueConverter<TEnum, string>(value => Write(value), text => Read(text))
    where TEnum : struct, Enum
{
    private static readonly Dictionary<string, TEnum> ByText = Enum.GetValues<TEnum>().ToDictionary(Write, StringComparer.Ordinal);

    public static string Write(TEnum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static TEnum Read(string text) => ByText[text];
}
