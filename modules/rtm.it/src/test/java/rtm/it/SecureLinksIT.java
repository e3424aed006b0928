package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.it.otlp.OtlpReceiver;
import rtm.it.server.TestCertificates;
import rtm.testkit.server.ServiceProcess;

/** TLS out of the packaged program: to PostgreSQL and to a collector. */
final class SecureLinksIT {

    private static final String DSN = "RTMANAGER_POSTGRES_PRIMARY_DSN";

    @TempDir static Path ours;
    @TempDir static Path others;

    private static Stage stage;
    private static TestCertificates certificates;

    @BeforeAll
    static void secure() throws Exception {
        stage = new Stage();
        certificates = TestCertificates.in(ours);
        write("/tmp/server.crt", certificates.certificate());
        write("/tmp/server.key", certificates.key());
        alterServer(
                "SET ssl_cert_file = '/tmp/server.crt'",
                "SET ssl_key_file = '/tmp/server.key'",
                "SET ssl = 'on'");
    }

    @AfterAll
    static void close() {
        alterServer("RESET ssl", "RESET ssl_cert_file", "RESET ssl_key_file");
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-full", "verify-ca&channel_binding=require"})
    void postgresIsReachedOverTlsThatIsVerified(String mode) throws Exception {
        try (ServiceProcess _ =
                stage.service(dsn(mode + "&sslrootcert=" + certificates.authority()))) {
            assertThat(
                            stage.database()
                                    .query(
                                            "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN"
                                                    + " pg_stat_activity USING (pid) WHERE datname ="
                                                    + " current_database() AND application_name ="
                                                    + " 'rtmanager'"))
                    .containsExactly("t");
        }
    }

    @Test
    void aServerThatAnotherAuthorityVouchesForIsRefusedInWords() throws Exception {
        Path other = TestCertificates.in(others).authority();

        assertThat(refusal("verify-full&sslrootcert=" + other)).contains("certificate");
        assertThat(refusal("verify-full&sslrootcert=system")).contains("certificate");
        assertThat(refusal("verify-full&sslrootcert=/nowhere.pem")).contains("/nowhere.pem");
    }

    @ParameterizedTest
    @CsvSource({
        "grpc, /opentelemetry.proto.collector.metrics.v1.MetricsService/Export gzip",
        "http/protobuf, /v1/metrics gzip"
    })
    void aCollectorIsReachedOverTlsAndTakesWhatIsCompressed(String protocol, String way)
            throws Exception {
        try (OtlpReceiver collector = new OtlpReceiver(certificates.server())) {
            Map<String, String> changes =
                    new HashMap<>(Traced.exporting(collector.endpoint(), protocol));
            changes.put("OTEL_EXPORTER_OTLP_CERTIFICATE", certificates.authority().toString());
            changes.put("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip");
            changes.put("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "none");
            try (ServiceProcess service = stage.service(changes)) {
                stage.running(service, Stage.IMAGE);

                await().atMost(Stage.PATIENCE)
                        .until(() ->
                                collector.ways().contains(way)
                                        && !collector.spans().isEmpty()
                                        && !collector.points().isEmpty());
                assertThat(collector.ways())
                        .noneMatch(seen -> seen.contains("race") && seen.endsWith("gzip"));
            }
        }
    }

    /** What a boot says of a PostgreSQL that it cannot reach. */
    private static String refusal(String mode) throws Exception {
        try (ServiceProcess service = stage.launch(dsn(mode))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            return service.awaitLine("ERROR", "postgres: ");
        }
    }

    private static Map<String, String> dsn(String mode) {
        return Map.of(DSN, stage.database().dsn().replace("sslmode=disable", "sslmode=" + mode));
    }

    /** Writes a file that only PostgreSQL's own user can read. */
    private static void write(String file, String text) {
        stage.database()
                .execute(
                        "COPY (SELECT regexp_split_to_table('%s', '\\n')) TO PROGRAM 'umask 077; cat >%s'"
                                .formatted(text.strip(), file));
    }

    private static void alterServer(String... changes) {
        for (String change : changes) {
            stage.database().execute("ALTER SYSTEM " + change);
        }
        stage.database().query("SELECT pg_reload_conf()");
    }
}
