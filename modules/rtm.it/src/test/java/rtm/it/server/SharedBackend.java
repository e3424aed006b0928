package rtm.it.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A pooler in transaction mode with one session of PostgreSQL: the first client logs in to it, all
 * others use it in turn.
 */
public final class SharedBackend implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Socket backend;
    private final DataInputStream fromBackend;
    private final List<Socket> clients = new ArrayList<>();
    private final ByteArrayOutputStream welcome = new ByteArrayOutputStream();

    /** In front of a server, given as host and port. */
    public SharedBackend(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        backend =
                new Socket(
                        address.substring(0, colon),
                        Integer.parseInt(address.substring(colon + 1)));
        fromBackend = new DataInputStream(backend.getInputStream());
        Thread.ofVirtual().name("pooler").start(this::accept);
    }

    /** Where clients connect, as host and port. */
    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                synchronized (clients) {
                    clients.add(client);
                }
                Thread.ofVirtual().name("pooler-client").start(() -> serve(client));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            byte[] login = new byte[in.readInt() - 4];
            in.readFully(login);
            synchronized (backend) {
                if (welcome.size() == 0) {
                    logIn(login, in, out);
                } else {
                    out.write(welcome.toByteArray());
                }
            }
            while (transaction(in, out)) {
                out.flush();
            }
        } catch (IOException gone) {
            return;
        }
    }

    private void logIn(byte[] login, DataInputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        number(first, login.length + 4);
        first.write(login);
        backend.getOutputStream().write(first.toByteArray());
        boolean admitted = false;
        Message message;
        do {
            message = Message.read(fromBackend);
            out.write(message.bytes());
            admitted = admitted || (message.type() == 'R' && message.number() == 0);
            if (admitted) {
                welcome.write(message.bytes());
            } else if (message.type() == 'R' && message.number() != 12) {
                backend.getOutputStream().write(Message.read(in).bytes());
            }
        } while (message.type() != 'Z');
    }

    /** Passes what the client asks up to its end, and the answer; false if the client leaves. */
    private boolean transaction(DataInputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        Message asked;
        do {
            asked = Message.read(in);
            if (asked.type() == 'X') {
                return false;
            }
            batch.write(asked.bytes());
        } while (asked.type() != 'S' && asked.type() != 'Q');
        synchronized (backend) {
            backend.getOutputStream().write(batch.toByteArray());
            Message answer;
            do {
                answer = Message.read(fromBackend);
                out.write(answer.bytes());
            } while (answer.type() != 'Z');
        }
        return true;
    }

    private static void number(OutputStream out, int number) throws IOException {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(number >>> shift);
        }
    }

    /** A message of the protocol: its type, its length and its content. */
    private static final class Message {

        private final int type;
        private final byte[] content;

        Message(int type, byte[] content) {
            this.type = type;
            this.content = content;
        }

        int type() {
            return type;
        }

        static Message read(DataInputStream in) throws IOException {
            int type = in.readUnsignedByte();
            byte[] content = new byte[in.readInt() - 4];
            in.readFully(content);
            return new Message(type, content);
        }

        byte[] bytes() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(type);
            SharedBackend.number(bytes, content.length + 4);
            bytes.write(content);
            return bytes.toByteArray();
        }

        /** The number that its content begins with. */
        int number() {
            return ByteBuffer.wrap(content).getInt();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        synchronized (clients) {
            for (Socket client : clients) {
                client.close();
            }
        }
        backend.close();
    }
}
