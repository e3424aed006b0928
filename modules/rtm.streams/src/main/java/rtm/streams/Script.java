package rtm.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.DependencyUnavailableException;

/**
 * A Lua script, which Redis runs as one atomic step.
 *
 * @param <T> the type of its answer
 */
final class Script<T extends @Nullable Object> {

    private final byte[] source;
    private final String digest;
    private final ScriptOutputType output;

    private final boolean writes;

    private Script(ScriptOutputType output, boolean writes, String source) {
        this.output = output;
        this.writes = writes;
        this.source = source.getBytes(UTF_8);
        this.digest = sha1(this.source);
    }

    /** A script that answers with a number. */
    static Script<Long> ofNumber(String source) {
        return new Script<>(ScriptOutputType.INTEGER, false, source);
    }

    /** A script that answers with numbers. */
    static Script<List<Long>> ofNumbers(String source) {
        return new Script<>(ScriptOutputType.MULTI, false, source);
    }

    /** A script that answers with a text or with nothing. */
    static Script<byte @Nullable []> ofText(String source) {
        return new Script<>(ScriptOutputType.VALUE, false, source);
    }

    /** A script that answers with texts. */
    static Script<List<byte[]>> ofTexts(String source) {
        return new Script<>(ScriptOutputType.MULTI, false, source);
    }

    /** The same script, marked as one that always requests a write. */
    Script<T> thatWrites() {
        return new Script<>(output, true, new String(source, UTF_8));
    }

    private static String sha1(byte[] source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Runs it by its digest, or by its text if Redis does not know it yet. */
    T run(ReconnectingConnection link, List<String> keys, List<String> arguments) {
        try {
            return call(
                    link, redis -> redis.<T>evalsha(digest, output, bytes(keys), bytes(arguments)));
        } catch (DependencyUnavailableException failed) {
            if (Failures.errorReply(failed)
                    .filter(reply -> reply.startsWith("NOSCRIPT"))
                    .isEmpty()) {
                throw failed;
            }
            return call(link, redis -> send(redis, keys, arguments));
        }
    }

    private T call(
            ReconnectingConnection link,
            Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        return writes ? link.write(command) : link.call(command);
    }

    /** Sends it with its text, without waiting for the answer. */
    RedisFuture<T> send(
            RedisAsyncCommands<byte[], byte[]> redis, List<String> keys, List<String> arguments) {
        return redis.eval(source, output, bytes(keys), bytes(arguments));
    }

    private static byte[][] bytes(List<String> texts) {
        return texts.stream().map(Text::bytes).toArray(byte[][]::new);
    }
}
