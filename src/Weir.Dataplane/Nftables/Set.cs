using System.Globalization;
using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Nftables;

/// <summary>
/// A set; with a value type, a map. Without a size, so that the kernel takes its growing hash table; interval sets become a tree, and
/// concatenated ones pipapo.
/// </summary>
internal sealed record Set : TableObject
{
    public required Table Table { get; init; }

    /// <summary>Unique in the table, at most 255 bytes.</summary>
    public required string Name { get; init; }

    /// <summary>The fields of the key; more than one is a concatenation.</summary>
    public required IReadOnlyList<DataType> Key { get; init; }

    /// <summary>The type of a map's values; null for a set.</summary>
    public DataType? Value { get; init; }

    /// <summary>Its elements are ranges. In a concatenation every field may be one, and every field is in network order.</summary>
    public bool IsInterval { get; init; }

    public bool IsMap => Value is not null;

    public bool IsConcatenation => Key.Count > 1;

    public override MessageType AddType => MessageType.NewSet;

    public override MessageType DeleteType => MessageType.DeleteSet;

    public override void WriteAttributes(NetlinkWriter writer)
    {
        writer.String(Attribute.Table, Table.Name);
        writer.String(Attribute.Name, Name);
        writer.UInt32(Attribute.Flags, Flags);
        writer.UInt32(Attribute.KeyType, KeyTypeNumber);
        writer.UInt32(Attribute.KeyLength, (uint)Key.Sum(t => NetlinkWriter.Align(t.Length)));
        if (Value is not null)
        {
            writer.UInt32(Attribute.ValueType, Value.Number);
            writer.UInt32(Attribute.ValueLength, (uint)Value.Length);
        }

        // The kernel wants a number by which later messages may refer to the set. Ours refer to it by name.
        writer.UInt32(Attribute.Id, Attribute.AnyId);
        if (IsInterval && IsConcatenation) WriteFieldLengths(writer);
        writer.Bytes(Attribute.UserData, UserData);
    }

    /// <summary>An element's key as nft prints it, such as <c>8000:2 . 6 . 80</c>.</summary>
    public string Format(ReadOnlySpan<byte> key)
    {
        List<string> fields = [];
        foreach (var type in Key)
        {
            var padded = NetlinkWriter.Align(type.Length);
            if (key.Length < padded) return Convert.ToHexStringLower(key);

            fields.Add(FormatField(type, key[..type.Length]));
            key = key[padded..];
        }

        return string.Join(" . ", fields);
    }

    public bool Equals(Set? other) => other is not null && Table == other.Table && Name == other.Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"{(IsMap ? "map" : "set")} {Name}";

    private uint Flags =>
        (IsInterval ? Attribute.FlagInterval : 0)
        | (IsMap ? Attribute.FlagMap : 0)
        | (IsInterval && IsConcatenation ? Attribute.FlagConcatenation : 0);

    /// <summary>nft's number for a concatenation: six bits for each field, the first one highest.</summary>
    private uint KeyTypeNumber => Key.Aggregate(0u, (number, type) => (number << 6) | type.Number);

    /// <summary>What nft leaves for itself: (type, length, value) triples of one byte, one byte and a host-order number.</summary>
    private byte[] UserData
    {
        get
        {
            var keyOrder = IsConcatenation ? ByteOrder.Mixed : Key[0].ByteOrder;
            byte[] data = [Attribute.UserKeyByteOrder, sizeof(uint), .. BitConverter.GetBytes((uint)keyOrder)];
            return Value is null
                ? data
                : [.. data, Attribute.UserValueByteOrder, sizeof(uint), .. BitConverter.GetBytes((uint)Value.ByteOrder)];
        }
    }

    private void WriteFieldLengths(NetlinkWriter writer)
    {
        var description = writer.BeginNested(Attribute.Description);
        var concatenation = writer.BeginNested(Attribute.Concatenation);
        foreach (var type in Key)
        {
            var field = writer.BeginNested(Attribute.ListItem);
            writer.UInt32(Attribute.FieldLength, (uint)type.Length);
            writer.EndNested(field);
        }

        writer.EndNested(concatenation);
        writer.EndNested(description);
    }

    private string FormatField(DataType type, ReadOnlySpan<byte> field)
    {
        if (type == DataType.IPv4Address || type == DataType.IPv6Address) return new System.Net.IPAddress(field).ToString();

        var littleEndian = type.ByteOrder == ByteOrder.Host && !(IsInterval && IsConcatenation) && BitConverter.IsLittleEndian;
        var number = 0u;
        for (var i = 0; i < field.Length; i++) number = (number << 8) | field[littleEndian ? field.Length - 1 - i : i];

        return type == DataType.ClassId
            ? string.Create(CultureInfo.InvariantCulture, $"{number >> 16:x}:{number & 0xFFFF:x}")
            : number.ToString(CultureInfo.InvariantCulture);
    }

    private static class Attribute
    {
        public const ushort Table = 1;
        public const ushort Name = 2;
        public const ushort Flags = 3;
        public const ushort KeyType = 4;
        public const ushort KeyLength = 5;
        public const ushort ValueType = 6;
        public const ushort ValueLength = 7;
        public const ushort Description = 9;
        public const ushort Id = 10;
        public const ushort UserData = 13;

        public const ushort Concatenation = 2;
        public const ushort ListItem = 1;
        public const ushort FieldLength = 1;

        public const uint AnyId = 1;
        public const uint FlagInterval = 0x4;
        public const uint FlagMap = 0x8;
        public const uint FlagConcatenation = 0x80;

        public const byte UserKeyByteOrder = 0;
        public const byte UserValueByteOrder = 1;
    }
}
