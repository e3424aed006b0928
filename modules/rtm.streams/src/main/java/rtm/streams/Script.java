package rtm.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rtm.domain.model.DependencyUnavailableException;

/** A Lua script; Redis runs it as one step that nothing comes between. */
final class Script {

    private final byte[] source;
    private final String digest;
    private final ScriptOutputType output;

    Script(ScriptOutputType output, String source) {
        this.output = output;
        this.source = source.getBytes(UTF_8);
        this.digest = sha1(this.source);
    }

    private static String sha1(byte[] source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Runs it by its digest, or by its text where Redis does not know it yet. */
    <T extends @Nullable Object> T run(Link link, List<String> keys, List<String> arguments) {
        try {
            return link.call(
                    redis -> redis.evalsha(digest, output, bytes(keys), bytes(arguments)));
        } catch (DependencyUnavailableException failed) {
            if (Failures.errorReply(failed).filter(Script::isUnknownScript).isEmpty()) {
                throw failed;
            }
            return link.call(redis -> send(redis, keys, arguments));
        }
    }

    /** Sends it with its text, without waiting for the answer. */
    <T extends @Nullable Object> RedisFuture<T> send(
            RedisAsyncCommands<byte[], byte[]> redis, List<String> keys, List<String> arguments) {
        return redis.eval(source, output, bytes(keys), bytes(arguments));
    }

    private static boolean isUnknownScript(String reply) {
        return reply.startsWith("NOSCRIPT");
    }

    private static byte[][] bytes(List<String> texts) {
        return texts.stream().map(Text::bytes).toArray(byte[][]::new);
    }
}
