package rtm.streams.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The first handler of a connection to Redis: passes on replies through a filter. */
public final class ReplyLimiter extends ChannelInboundHandlerAdapter {

    private final LongConsumer large;
    private @Nullable ReplyFilter filter;

    /**
     * @param large receives the number of bytes that arrived of a text that is cut
     */
    public ReplyLimiter(LongConsumer large) {
        this.large = large;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        filter = new ReplyFilter(context::fireChannelRead, large);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReplyFilter current = filter;
        if (!(message instanceof ByteBuf bytes) || current == null) {
            context.fireChannelRead(message);
            return;
        }
        try {
            current.feed(bytes);
        } catch (NoReplyException garbage) {
            context.fireExceptionCaught(garbage);
            var _ = context.close();
        } finally {
            bytes.release();
        }
    }
}
