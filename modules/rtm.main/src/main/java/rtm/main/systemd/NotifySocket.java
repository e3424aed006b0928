package rtm.main.systemd;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * Sends datagrams to a Unix socket. The numbers are those of Linux, the same on amd64 and arm64.
 */
final class NotifySocket {

    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 0x80002;
    private static final int MSG_NOSIGNAL_DONTWAIT = 0x4040;

    /** Of {@code sun_path}, with the zero byte at its end. */
    private static final int LONGEST_PATH = 108;

    private final byte[] path;

    /**
     * A socket that others listen on.
     *
     * @param address an absolute path, or a name in the abstract namespace with an {@code @} in
     *     front
     * @throws IOException if it is neither
     */
    NotifySocket(String address) throws IOException {
        byte[] bytes = address.getBytes(StandardCharsets.UTF_8);
        if (!address.startsWith("/") && !address.startsWith("@")) {
            throw new IOException("it is neither a path nor an abstract name: " + address);
        }
        if (bytes.length >= LONGEST_PATH) {
            throw new IOException("its name is too long: " + address);
        }
        this.path = bytes;
    }

    /**
     * Sends one datagram; never waits for the receiver.
     *
     * @throws IOException if nobody listens, or the receiver's queue is full
     */
    void send(String text) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Library.STATE);
            MemorySegment bytes =
                    arena.allocateFrom(
                            ValueLayout.JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8));
            MemorySegment address = address(arena);
            int socket =
                    (int) Library.SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            check("socket", socket, state);
            try {
                check(
                        "sendto",
                        (long)
                                Library.SENDTO.invokeExact(
                                        state,
                                        socket,
                                        bytes,
                                        bytes.byteSize(),
                                        MSG_NOSIGNAL_DONTWAIT,
                                        address,
                                        (int) address.byteSize()),
                        state);
            } finally {
                int _ = (int) Library.CLOSE.invokeExact(state, socket);
            }
        } catch (IOException | RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a call to the C library failed", impossible);
        }
    }

    /** A {@code sockaddr_un}; an abstract name begins with a zero byte and ends without one. */
    private MemorySegment address(Arena arena) {
        boolean isAbstract = path[0] == '@';
        MemorySegment address = arena.allocate(Short.BYTES + path.length + (isAbstract ? 0 : 1), 2);
        address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, path.length);
        if (isAbstract) {
            address.set(ValueLayout.JAVA_BYTE, Short.BYTES, (byte) 0);
        }
        return address;
    }

    private static void check(String function, long result, MemorySegment state)
            throws IOException {
        if (result < 0) {
            throw new IOException(
                    "%s: error %d".formatted(function, (int) Library.ERRNO.get(state, 0L)));
        }
    }

    /** The functions of the C library; an address is judged without them. */
    @SuppressWarnings("restricted") // The launcher allows this module to call the C library.
    private static final class Library {

        private Library() {}

        private static final Linker LINKER = Linker.nativeLinker();
        private static final StructLayout STATE = Linker.Option.captureStateLayout();
        private static final VarHandle ERRNO =
                STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        private static final MethodHandle SOCKET =
                function(
                        "socket",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT));
        private static final MethodHandle SENDTO =
                function(
                        "sendto",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        private static final MethodHandle CLOSE =
                function(
                        "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private static MethodHandle function(String name, FunctionDescriptor type) {
            return LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow(name),
                    type,
                    Linker.Option.captureCallState("errno"));
        }
    }
}
