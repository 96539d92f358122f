using Weir.Cli;

using var terminal = Terminal.OfProcess();
return WeirCommand.Invoke(args, terminal);
