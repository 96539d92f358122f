using Weir.Cli.Endpoints;
using Weir.Policy.Evaluation;

namespace Weir.Cli.Asking;

/// <summary>One pair of ends, one port of theirs, and the flow that stands for them.</summary>
internal sealed record Case(End Source, End Destination, AskedPort Port, Flow Flow);
