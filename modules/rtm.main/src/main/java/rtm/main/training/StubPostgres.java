package rtm.main.training;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Implements enough of the PostgreSQL protocol, version 3, for a driver to work with it. */
final class StubPostgres implements StubServer.Conversation {

    private static final int PROTOCOL_3 = 3 << 16;
    private static final Pattern LEADING_COMMENT = Pattern.compile("^/\\*.*?\\*/\\s*");
    private static final Pattern QUERY =
            Pattern.compile("^(SELECT|SHOW)\\b", Pattern.CASE_INSENSITIVE);
    private static final int SASL = 10;
    private static final int SASL_CONTINUE = 11;
    private static final int SASL_FINAL = 12;

    @Override
    public void hold(DataInputStream in, DataOutputStream out) throws IOException {
        greet(in, out);
        new Session(in, out).serve();
    }

    private static void greet(DataInputStream in, DataOutputStream out) throws IOException {
        int length = in.readInt();
        int code = in.readInt();
        in.skipNBytes(length - 8L);
        if (code != PROTOCOL_3) {
            // A request for encryption.
            out.writeByte('N');
            out.flush();
            greet(in, out);
            return;
        }
        authenticate(in, out);
        Map.of(
                        "server_version", "15.18",
                        "server_encoding", "UTF8",
                        "client_encoding", "UTF8",
                        "DateStyle", "ISO, MDY",
                        "TimeZone", "UTC",
                        "integer_datetimes", "on",
                        "standard_conforming_strings", "on")
                .forEach((name, value) -> parameter(out, name, value));
        send(out, 'K', new Body().number(1).number(1));
        send(out, 'Z', new Body().letter('I'));
        out.flush();
    }

    private static void authenticate(DataInputStream in, DataOutputStream out) throws IOException {
        var scram = new StubScram();
        send(out, 'R', new Body().number(SASL).text(StubScram.MECHANISM).letter('\0'));
        out.flush();
        String first = readPassword(in);
        // After the mechanism's name and a length.
        String challenge = scram.challenge(first.substring(first.indexOf("n,,") + 3));
        send(out, 'R', new Body().number(SASL_CONTINUE).bytes(challenge));
        out.flush();
        send(out, 'R', new Body().number(SASL_FINAL).bytes(scram.verdict(readPassword(in))));
        send(out, 'R', new Body().number(0));
    }

    private static String readPassword(DataInputStream in) throws IOException {
        in.readByte();
        return new String(in.readNBytes(in.readInt() - 4), StandardCharsets.UTF_8);
    }

    private static void parameter(DataOutputStream out, String name, String value) {
        try {
            send(out, 'S', new Body().text(name).text(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(DataOutputStream out, char type, Body body) throws IOException {
        out.writeByte(type);
        out.writeInt(body.bytes.size() + 4);
        body.bytes.writeTo(out);
    }

    /** The content of a message to the client. */
    private static final class Body {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Body number(int value) {
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
            return this;
        }

        Body shortNumber(int value) {
            bytes.writeBytes(ByteBuffer.allocate(2).putShort((short) value).array());
            return this;
        }

        Body letter(char value) {
            bytes.write(value);
            return this;
        }

        Body bytes(String value) {
            bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Body text(String value) {
            return bytes(value).letter('\0');
        }
    }

    /** One connection after its greeting. */
    private static final class Session {
        private final DataInputStream in;
        private final DataOutputStream out;
        private final Map<String, String> statements = new HashMap<>();
        private String bound = "";
        private char transaction = 'I';

        Session(DataInputStream in, DataOutputStream out) {
            this.in = in;
            this.out = out;
        }

        void serve() throws IOException {
            while (true) {
                int type = in.readByte();
                ByteBuffer message = ByteBuffer.wrap(in.readNBytes(in.readInt() - 4));
                switch (type) {
                    case 'P' -> parse(message);
                    case 'B' -> bind(message);
                    case 'D' -> describe();
                    case 'E' -> execute(bound);
                    case 'C' -> send(out, '3', new Body());
                    case 'Q' -> simple(message);
                    case 'S' -> ready();
                    case 'X' -> {
                        return;
                    }
                    default -> out.flush();
                }
            }
        }

        private void parse(ByteBuffer message) throws IOException {
            statements.put(text(message), sql(message));
            send(out, '1', new Body());
        }

        private void bind(ByteBuffer message) throws IOException {
            text(message);
            bound = statements.getOrDefault(text(message), "");
            send(out, '2', new Body());
        }

        private void describe() throws IOException {
            if (!describeRows(bound)) {
                send(out, 'n', new Body());
            }
        }

        private void simple(ByteBuffer message) throws IOException {
            String sql = sql(message);
            describeRows(sql);
            execute(sql);
            ready();
        }

        private boolean describeRows(String sql) throws IOException {
            if (!isQuery(sql)) {
                return false;
            }
            List<StubRow.Cell> cells = StubRow.of(sql).cells();
            Body columns = new Body().shortNumber(cells.size());
            for (StubRow.Cell cell : cells) {
                columns.text(cell.name()).number(0).shortNumber(0);
                columns.number(cell.type()).shortNumber(-1).number(-1).shortNumber(0);
            }
            send(out, 'T', columns);
            return true;
        }

        private void execute(String sql) throws IOException {
            if (sql.isBlank()) {
                send(out, 'I', new Body());
                return;
            }
            int rows = 0;
            StubRow answer = StubRow.of(sql);
            for (List<String> values : isQuery(sql) ? answer.rows() : List.<List<String>>of()) {
                Body row = new Body().shortNumber(values.size());
                for (String value : values) {
                    row.number(value.getBytes(StandardCharsets.UTF_8).length).bytes(value);
                }
                send(out, 'D', row);
                rows++;
            }
            String verb = sql.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT);
            switch (verb) {
                case "BEGIN" -> transaction = 'T';
                case "COMMIT", "ROLLBACK" -> transaction = 'I';
                default -> {
                    // Changes nothing.
                }
            }
            send(out, 'C', new Body().text(tag(verb, rows)));
        }

        private static String tag(String verb, int rows) {
            return switch (verb) {
                case "SELECT" -> "SELECT " + rows;
                case "INSERT" -> "INSERT 0 1";
                case "UPDATE", "DELETE" -> verb + " 1";
                default -> verb;
            };
        }

        private static boolean isQuery(String sql) {
            return QUERY.matcher(sql).find();
        }

        private void ready() throws IOException {
            send(out, 'Z', new Body().letter(transaction));
            out.flush();
        }

        private static String sql(ByteBuffer message) {
            return LEADING_COMMENT.matcher(text(message).strip()).replaceFirst("");
        }

        private static String text(ByteBuffer message) {
            int end = message.position();
            while (message.get(end) != 0) {
                end++;
            }
            byte[] text = new byte[end - message.position()];
            message.get(text).get();
            return new String(text, StandardCharsets.UTF_8);
        }
    }
}
