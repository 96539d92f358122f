using System.Globalization;
using Weir.Policy.Addresses;
using Weir.Policy.Compilation;
using Weir.Policy.Model;
using Weir.Policy.Ports;

namespace Weir.Dataplane.Tests;

/// <summary>The elements of a whole table, written down straight from the layout's description: what the driver's increments must add up to.</summary>
internal static class ExpectedElements
{
    public static IReadOnlyList<string> Of(TableModel table)
    {
        SortedSet<string> lines = new(StringComparer.Ordinal);
        foreach (var (key, subject) in table.Subjects)
        {
            var (prefix, suffix) = Words(key.Direction, key.Address.Family);
            lines.Add($"{prefix}_isolated{suffix}: {key.Address}");
            lines.Add($"hairpin{suffix}: {key.Address} . {key.Address}");
            foreach (var (cell, ports) in table.Cells)
            {
                if (cell.Direction != key.Direction || cell.Subject != subject) continue;
                lines.Add($"{prefix}_rows{suffix}: {ClassId(cell.Peer.Value)} . {key.Address} : {ClassId(0x8000_0000 | (uint)ports.Value)}");
            }
        }

        foreach (var (key, peer) in table.Peers)
        {
            var (prefix, suffix) = Words(key.Direction, key.Address.Family);
            lines.Add($"{prefix}_peers{suffix}: {key.Address} : {(peer.Value == 0 ? "7fff:ffff" : ClassId(peer.Value))}");
        }

        foreach (var (key, peer) in table.Ranges)
        {
            var (prefix, suffix) = Words(key.Direction, key.Range.Family);
            lines.Add($"{prefix}_cidrs{suffix}: {key.Range} : {ClassId(peer.Value)}");
        }

        foreach (var (id, ports) in table.PortTables) AddPorts(lines, id, ports);
        return [.. lines];
    }

    private static void AddPorts(SortedSet<string> lines, PortTableId id, PortSet ports)
    {
        if (id.Value == 1) return;

        var table = ClassId(0x8000_0000 | (uint)id.Value);
        for (var protocol = 0; protocol < 256; protocol++)
        {
            if (protocol is 6 or 17 or 132)
            {
                foreach (var range in ports[(Protocol)protocol])
                {
                    lines.Add(range == PortRange.All ? $"open_protocols: {table} . {protocol}"
                        : range.From == range.To ? $"open: {table} . {protocol} . {range.From}"
                        : $"open_ranges: {table} . {protocol} . {range.From}-{range.To}");
                }
            }
            else if (ports.Other)
            {
                lines.Add($"open_protocols: {table} . {protocol}");
            }
        }
    }

    private static string ClassId(long value) => value == 0
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{value >> 16:x}:{value & 0xFFFF:x}");

    private static (string Prefix, string Suffix) Words(Direction direction, IPFamily family) =>
        (direction == Direction.Ingress ? "in" : "eg", family == IPFamily.IPv4 ? "4" : "6");
}
