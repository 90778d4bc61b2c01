using Pipeline.Domain.Gating;
using Pipeline.Domain.Schemas;
using Pipeline.Workers.Delivery;
using Pipeline.Workers.Models;
using Pipeline.Workers.Reading;
using Pipeline.Workers.Routing;

namespace Pipeline.Cli.Run;

/// <summary>What lies beside a model and decides over what it finds; null where a model has none, or is not to use it.</summary>
internal sealed record ModelFiles(string? Calibration, string? Gate, bool ForCalibration)
{
    public async Task<(FieldRouter Router, SentenceGate? Gate, PipelineIdentity Identity)> DecideAsync(ExtractionSchema schema, ModelCard card, ReadingOptions reading, CancellationToken cancellationToken)
    {
        var router = ForCalibration
            ? FieldRouter.ForCalibration(schema)
            : FieldRouter.Of(schema, card.Identity, Calibration is null ? null : await CalibrationFile.ReadAsync(Calibration, cancellationToken));
        var gate = Gate is null ? null : await GateFile.ReadAsync(Gate, schema, cancellationToken);
        return (router, gate, PipelineIdentity.Of(card, schema, ContractReader.LayoutVersionOf(reading), router, gate?.Identity));
    }
}
