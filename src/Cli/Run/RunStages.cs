using Pipeline.Workers.Delivery;
using Pipeline.Workers.Extraction;
using Pipeline.Workers.Reading;

namespace Pipeline.Cli.Run;

/// <summary>The stages of a run, and how many documents are in each at a time.</summary>
internal sealed record RunStages(DocumentReading Reading, DocumentExtraction Extraction, ExtractionRecords Records, ResultDraft Results, TimeSpan Lease, int ReadersAtOnce, int ExtractionsAtOnce);
