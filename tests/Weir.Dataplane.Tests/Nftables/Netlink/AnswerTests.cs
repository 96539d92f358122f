using Weir.Dataplane.Nftables.Netlink;

namespace Weir.Dataplane.Tests.Nftables.Netlink;

public sealed class AnswerTests
{
    // Error -2 to message 7, capped, with the kernel's text "no" and offset 0x34.
    private const string Extended =
        "38000000" + "0200" + "0003" + "00000000" + "00000000" + "feffffff"
        + "20000000" + "0e0a" + "0100" + "07000000" + "00000000"
        + "07000100" + "6e6f0000" + "08000200" + "34000000";

    private const string Acknowledgement =
        "24000000" + "0200" + "0001" + "00000000" + "00000000" + "00000000" + "20000000" + "0e0a" + "0500" + "08000000" + "00000000";

    [Fact]
    public void Answers_are_read_one_by_one()
    {
        var answers = Read(Extended.Replace("38000000", "34000000", StringComparison.Ordinal) + Acknowledgement);

        Assert.Equal([new Answer(7, 2, "no", 0x34), new Answer(8, 0, null, 0)], answers);
        Assert.True(answers[1]!.Value.IsAcknowledgement);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("ffffffff020000000000000000000000")]
    public void What_is_cut_or_senseless_is_not_read(string hex) => Assert.Empty(Read(hex));

    [Fact]
    public void Any_cut_of_an_answer_is_survived()
    {
        var bytes = Convert.FromHexString(Acknowledgement + Extended);
        for (var length = 0; length < bytes.Length; length++) Read(Convert.ToHexString(bytes.AsSpan(0, length)));
        for (var i = 0; i < bytes.Length; i++)
        {
            var spoiled = (byte[])bytes.Clone();
            spoiled[i] = 0xFF;
            Read(Convert.ToHexString(spoiled));
        }
    }

    private static List<Answer?> Read(string hex)
    {
        ReadOnlySpan<byte> datagram = Convert.FromHexString(hex);
        List<Answer?> answers = [];
        while (Answer.TryTake(ref datagram, out var answer)) answers.Add(answer);
        return answers;
    }
}
