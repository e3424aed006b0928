package rtm.docker.api;

import com.github.dockerjava.transport.SSLConfig;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * An empty TLS configuration for a socket file, which never uses TLS. Without it the client would
 * read all system certificates at every start. Not for a TCP address: there it would switch TLS on.
 */
final class NoTls implements SSLConfig {

    @Override
    public SSLContext getSSLContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java runtime does not support TLS", impossible);
        }
    }
}
