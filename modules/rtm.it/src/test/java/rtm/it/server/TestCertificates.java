package rtm.it.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import rtm.testkit.server.Commands;

/** An authority of the tests' own, and a certificate that it gave to a server on this machine. */
public final class TestCertificates {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final KeyStore store;

    private TestCertificates(Path folder, KeyStore store) {
        this.folder = folder;
        this.store = store;
    }

    /** Makes both in a folder. */
    public static TestCertificates in(Path folder) {
        keytool(folder, "-genkeypair -alias ca -dname CN=test-authority -ext bc:c");
        keytool(
                folder,
                "-genkeypair -alias server -dname CN=localhost -signer ca"
                        + " -ext san=dns:localhost,ip:127.0.0.1");
        try (InputStream in = Files.newInputStream(folder.resolve("store.p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            TestCertificates made = new TestCertificates(folder, store);
            Files.writeString(
                    made.authority(), pem("CERTIFICATE", store.getCertificate("ca").getEncoded()));
            return made;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void keytool(Path folder, String arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ", -1)));
        command.addAll(List.of("-keyalg", "EC", "-validity", "30", "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD));
        command.addAll(List.of("-keystore", folder.resolve("store.p12").toString()));
        Commands.run(command);
    }

    /** The authority's certificate, as a client is given it to trust. */
    public Path authority() {
        return folder.resolve("authority.pem");
    }

    /** The server's certificate. */
    public String certificate() {
        try {
            return pem("CERTIFICATE", store.getCertificate("server").getEncoded());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The server's private key. */
    public String key() {
        try {
            return pem("PRIVATE KEY", store.getKey("server", PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What a server in Java needs to show its certificate. */
    public SSLContext server() {
        try {
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        what,
                        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(bytes),
                        what);
    }
}
