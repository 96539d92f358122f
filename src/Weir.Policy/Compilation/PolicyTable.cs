namespace Weir.Policy.Compilation;

public sealed class PolicyTable;
