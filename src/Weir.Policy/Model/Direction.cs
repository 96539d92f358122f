namespace Weir.Policy.Model;

/// <summary>Seen from the subject: traffic that arrives, or traffic that leaves.</summary>
public enum Direction : byte
{
    Ingress,
    Egress,
}
