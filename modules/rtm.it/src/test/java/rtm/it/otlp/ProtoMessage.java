package rtm.it.otlp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A message of Protocol Buffers, taken apart by the rules of the wire format alone: its fields by
 * number. The usual library cannot be loaded here, since tests run without {@code sun.misc.Unsafe}.
 *
 * @param fields numbers as {@link Long}, whatever their width, and all else as {@link ByteBuffer}
 */
record ProtoMessage(Map<Integer, List<Object>> fields) {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    /**
     * Takes a message apart.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ProtoMessage parse(ByteBuffer bytes) {
        ByteBuffer in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, List<Object>> fields = new TreeMap<>();
        while (in.hasRemaining()) {
            long tag = varint(in);
            fields.computeIfAbsent((int) (tag >>> 3), _ -> new ArrayList<>())
                    .add(value(in, (int) (tag & 7)));
        }
        return new ProtoMessage(fields);
    }

    private static Object value(ByteBuffer in, int type) {
        return switch (type) {
            case VARINT -> varint(in);
            case FIXED_64 -> in.getLong();
            case FIXED_32 -> (long) in.getInt();
            case BYTES -> {
                int length = Math.toIntExact(varint(in));
                ByteBuffer value = in.slice(in.position(), length);
                in.position(in.position() + length);
                yield value;
            }
            default -> throw new IllegalArgumentException("no wire type: " + type);
        };
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    List<ProtoMessage> messages(int number) {
        return fields.getOrDefault(number, List.of()).stream()
                .map(value -> parse((ByteBuffer) value))
                .toList();
    }

    Optional<ProtoMessage> message(int number) {
        return messages(number).stream().findFirst();
    }

    Optional<Long> number(int number) {
        return fields.getOrDefault(number, List.of()).stream().map(Long.class::cast).findFirst();
    }

    Optional<Double> real(int number) {
        return number(number).map(Double::longBitsToDouble);
    }

    String text(int number) {
        return bytes(number)
                .map(bytes -> StandardCharsets.UTF_8.decode(bytes).toString())
                .orElse("");
    }

    String hex(int number) {
        return bytes(number)
                .map(bytes -> {
                    byte[] copy = new byte[bytes.remaining()];
                    bytes.get(copy);
                    return HexFormat.of().formatHex(copy);
                })
                .orElse("");
    }

    private Optional<ByteBuffer> bytes(int number) {
        return fields.getOrDefault(number, List.of()).stream()
                .map(value -> ((ByteBuffer) value).duplicate())
                .findFirst();
    }
}
