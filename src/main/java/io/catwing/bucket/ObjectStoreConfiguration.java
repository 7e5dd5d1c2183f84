package io.catwing.bucket;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.s3.S3Client;

/** Everything in the bucket that is not a raw file. */
@Configuration(proxyBeanMethods = false)
public class ObjectStoreConfiguration {
    @Bean
    ObjectStore objectStore(S3Client s3, S3Settings settings) {
        return new S3ObjectStore(s3, settings.bucket());
    }
}
