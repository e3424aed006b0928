package rtm.it.server;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A Unix datagram socket that receives what a service reports to systemd. */
@SuppressWarnings("restricted")
public final class NotifyReceiver implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int LONGEST = 4096;
    private static final String END = "end";

    private final int socket;
    private final String address;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final Thread reader;

    /**
     * Listens at once.
     *
     * @param address a path, or an abstract name with {@code @} in front
     */
    public NotifyReceiver(String address) {
        this.address = address;
        this.socket = (int) call("socket", JAVA_INT, AF_UNIX, SOCK_DGRAM, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = name(arena);
            require((int) call("bind", JAVA_INT, socket, name, (int) name.byteSize()) == 0, "bind");
        }
        this.reader = Thread.ofPlatform().daemon().name("notify").start(this::receive);
    }

    private void receive() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LONGEST);
            while (true) {
                long size = (long) call("recv", JAVA_LONG, socket, buffer, (long) LONGEST, 0);
                String text =
                        new String(
                                buffer.asSlice(0, Math.max(size, 0)).toArray(JAVA_BYTE),
                                StandardCharsets.UTF_8);
                if (size < 0 || text.equals(END)) {
                    return;
                }
                received.add(text);
            }
        }
    }

    /** The next report; fails after a minute. */
    public String next() throws InterruptedException {
        String text = received.poll(1, TimeUnit.MINUTES);
        require(text != null, "a report within a minute");
        return text;
    }

    /** Ends the reader with a datagram of its own. */
    @Override
    public void close() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = name(arena);
            MemorySegment end = arena.allocateFrom(END);
            call("sendto", JAVA_LONG, socket, end, 3L, 0, name, (int) name.byteSize());
        }
        try {
            reader.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        call("close", JAVA_INT, socket);
    }

    private MemorySegment name(Arena arena) {
        byte[] path = address.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = path[0] == '@';
        MemorySegment name = arena.allocate(2L + path.length + (isAbstract ? 0 : 1), 2);
        name.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, name, JAVA_BYTE, 2, path.length);
        if (isAbstract) {
            name.set(JAVA_BYTE, 2, (byte) 0);
        }
        return name;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("failed: " + what);
        }
    }

    private static Object call(String function, MemoryLayout result, Object... arguments) {
        MemoryLayout[] types = new MemoryLayout[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] =
                    switch (arguments[i]) {
                        case Integer _ -> JAVA_INT;
                        case Long _ -> JAVA_LONG;
                        default -> ADDRESS;
                    };
        }
        Linker linker = Linker.nativeLinker();
        try {
            return linker.downcallHandle(
                            linker.defaultLookup().findOrThrow(function),
                            FunctionDescriptor.of(result, types))
                    .invokeWithArguments(arguments);
        } catch (Throwable failed) {
            throw new AssertionError(function, failed);
        }
    }
}
