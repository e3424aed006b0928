package rtm.streams.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyFilterTest {

    private static final String LONG = "v".repeat(ReplyBounds.LONGEST_ELEMENT + 1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+OK\r\n",
                "-ERR no\r\n",
                ":-12\r\n",
                "$-1\r\n",
                "$0\r\n\r\n",
                "*-1\r\n",
                "*0\r\n",
                "$5\r\na\r\nbc\r\n",
                "*3\r\n:1\r\n*2\r\n$1\r\na\r\n*0\r\n+x\r\n:2\r\n"
            })
    void shortRepliesPassUnchangedInOnePieceAndInAny(String reply) {
        String twice = reply + reply;
        assertThat(filtered(twice)).isEqualTo(twice);
        assertThat(inTwoPieces(twice)).containsOnly(twice);
        assertThat(byteByByte(twice)).isEqualTo(twice);
    }

    @Test
    void aWholeReplyPassesWithoutACopy() {
        ByteBuf in = bytes("*2\r\n$1\r\na\r\n$1\r\nb\r\n");
        List<ByteBuf> out = new ArrayList<>();
        new ReplyFilter(out::add, _ -> {}).feed(in);
        assertThat(out).hasSize(1);
        in.setByte(8, 'z');
        assertThat(out.getFirst().getByte(8)).isEqualTo((byte) 'z');
    }

    @Test
    void aTextThatIsTooLongIsCutAndItsLengthMarkedWhereverItIsSplit() {
        String reply = "*2\r\n" + text(LONG) + text("id") + "+OK\r\n";
        String expected =
                "*2\r\n" + text(LONG.substring(1) + marked(LONG.length())) + text("id") + "+OK\r\n";

        assertThat(filtered(reply)).isEqualTo(expected);
        assertThat(inTwoPieces(reply)).containsOnly(expected);
        assertThat(byteByByte(reply)).isEqualTo(expected);
    }

    @Test
    void aReplyThatIsOneTextMayBeLonger() {
        String longest = text("v".repeat(ReplyBounds.LONGEST_TEXT));
        assertThat(filtered(longest)).isEqualTo(longest);
        assertThat(filtered(text("v".repeat(1 << 20))).length())
                .isLessThan(ReplyBounds.LONGEST_TEXT + 100);
    }

    @Test
    void anErrorThatIsTooLongIsCut() {
        String reply = "-ERR " + "e".repeat(100_000) + "\r\n:1\r\n";
        String expected = reply.substring(0, ReplyBounds.LONGEST_LINE) + "\r\n:1\r\n";
        assertThat(filtered(reply)).isEqualTo(expected);
        assertThat(byteByByte(reply)).isEqualTo(expected);
    }

    @Test
    void inAnEntryThatIsTooLargeOnlyShortTextsAreKept() {
        int many = ReplyBounds.LARGEST_ENTRY / ReplyBounds.LONGEST_ELEMENT;
        String value = "v".repeat(ReplyBounds.LONGEST_ELEMENT);
        String reply =
                "*" + (many + 2) + "\r\n" + text(value).repeat(many) + text("id") + text(value);

        assertThat(filtered(reply))
                .isEqualTo(
                        "*"
                                + (many + 2)
                                + "\r\n"
                                + text(value).repeat(many)
                                + text("id")
                                + "$-1\r\n");
    }

    @Test
    void theShortTextsOfALargeEntryAreBoundedToo() {
        String reply = "*16000\r\n" + text("v".repeat(200)).repeat(16_000);
        assertThat(filtered(reply).length())
                .isLessThan(ReplyBounds.LARGEST_ENTRY + ReplyBounds.MOST_AFTER + 16_000 * 6);
    }

    @Test
    void anArrayThatIsTooLongEndsWithANull() {
        String reply = "*200000\r\n" + ":1\r\n".repeat(200_000) + ":2\r\n";
        String expected =
                "*16385\r\n" + ":1\r\n".repeat(ReplyBounds.MOST_ELEMENTS) + "$-1\r\n" + ":2\r\n";
        assertThat(filtered(reply)).isEqualTo(expected);
        assertThat(byteByByte(reply)).isEqualTo(expected);
    }

    @Test
    void entriesAfterAFullListBecomeNullAndTheOtherStreamHasItsOwnRoom() {
        String entry = "*2\r\n" + text("1-0") + "*2\r\n" + text("n") + text(LONG);
        String stream = "*2\r\n" + text("key") + "*1000\r\n" + entry.repeat(1000);
        String result = filtered("*2\r\n" + stream + stream + ":7\r\n");
        long nulls = result.lines().filter(line -> line.equals("$-1")).count();
        assertThat(result.length()).isLessThan(3 * ReplyBounds.LARGEST_LIST);
        assertThat(nulls).isEven().isBetween(900L, 1_100L);
        assertThat(result).endsWith(":7\r\n");
    }

    @Test
    void aListAlwaysHasItsFirstEntry() {
        String fields = text("v".repeat(3_000)).repeat(4_000);
        String entry = "*2\r\n" + text("1-0") + "*4000\r\n" + fields;
        String reply = "*1\r\n*2\r\n" + text("key") + "*3\r\n" + entry.repeat(3);
        assertThat(filtered(reply)).contains(text("1-0"));
    }

    @Test
    void bytesThatAreNotKeptAreCounted() {
        AtomicLong cut = new AtomicLong();
        ReplyFilter filter = new ReplyFilter(ByteBuf::release, cut::addAndGet);
        filter.feed(bytes("$1000000\r\n" + "v".repeat(500_000)));
        assertThat(cut.get()).isEqualTo(500_000 - ReplyBounds.LONGEST_TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n",
                "$12a\r\n",
                "$99999999999999999999999999999",
                "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n"
            })
    void whatIsNoReplyIsRefused(String garbage) {
        assertThatThrownBy(() -> filtered(garbage)).isInstanceOf(NoReplyException.class);
        assertThatThrownBy(() -> byteByByte(garbage)).isInstanceOf(NoReplyException.class);
    }

    private static String text(String value) {
        return "$" + value.length() + "\r\n" + value + "\r\n";
    }

    private static String marked(long length) {
        return new String(ByteBuffer.allocate(8).putLong(length).array(), ISO_8859_1);
    }

    private static String filtered(String reply) {
        return filtered(List.of(reply));
    }

    private static List<String> inTwoPieces(String reply) {
        return IntStream.range(0, reply.length())
                .mapToObj(split ->
                        filtered(List.of(reply.substring(0, split), reply.substring(split))))
                .distinct()
                .toList();
    }

    private static String byteByByte(String reply) {
        return filtered(reply.chars().mapToObj(Character::toString).toList());
    }

    private static String filtered(List<String> pieces) {
        StringBuilder result = new StringBuilder();
        ReplyFilter filter =
                new ReplyFilter(
                        part -> {
                            result.append(part.toString(ISO_8859_1));
                            part.release();
                        },
                        _ -> {});
        for (String piece : pieces) {
            ByteBuf in = bytes(piece);
            filter.feed(in);
            assertThat(in.refCnt()).as("what was passed on was released").isEqualTo(1);
            in.release();
        }
        return result.toString();
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }
}
