using System.Text.Json;
using Pipeline.Domain.Confidence;
using Pipeline.Workers.Models;

namespace Pipeline.Workers.Routing;

/// <summary><c>NAME.calibration.json</c> beside <c>NAME.card.json</c>.</summary>
public static class CalibrationFile
{
    public static string BesideCard(string cardPath) => ModelCard.FileBeside(cardPath, ".calibration.json");

    /// <summary>Of a model as results name it (<c>contracts-135m@1</c>).</summary>
    public static string Beside(string folder, string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Path.Combine(folder, model.Split('@')[0] + ".calibration.json");
    }

    /// <summary>Null where there is no such file.</summary>
    /// <exception cref="ModelCardException">The file is damaged or cannot be read: a model must not lose its calibration in silence.</exception>
    public static async Task<Calibration?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return Calibration.Parse(await File.ReadAllTextAsync(path, cancellationToken));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ModelCardException($"The calibration {path} cannot be used: {e.Message} Make it again with pipeline calibrate, or remove it.", e);
        }
    }
}
