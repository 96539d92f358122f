namespace Weir.Policy.Addresses;

/// <summary>The address family, in the words of the Kubernetes API (<c>ipFamilies</c>). The zero value is no family and matches nothing.</summary>
public enum IPFamily : byte
{
    None = 0,
    IPv4 = 4,
    IPv6 = 6,
}
