package io.catwing.service.api;

import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.catwing.bucket.RawKey;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.job.RunId;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;

/** Our own types as the text that they are everywhere else. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ApiTypes {
    @Bean
    Module namesAsText() {
        SimpleModule module = new SimpleModule("names");
        for (Class<?> name : new Class<?>[] {ClientId.class, Entity.class, RunId.class, RawKey.class}) {
            module.addSerializer(name, ToStringSerializer.instance);
        }
        return module;
    }

    @Bean
    Converter<String, Entity> entityOfName() {
        // No lambda: Spring reads the types from the class.
        return new Converter<>() {
            @Override
            public Entity convert(String name) {
                return Entity.parse(name);
            }
        };
    }
}
