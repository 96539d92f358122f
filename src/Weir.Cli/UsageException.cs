namespace Weir.Cli;

/// <summary>The question cannot be answered as it was put. The message is one sentence for the person who put it.</summary>
internal sealed class UsageException(string message) : Exception(message);
