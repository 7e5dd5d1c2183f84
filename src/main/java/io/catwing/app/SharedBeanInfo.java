package io.catwing.app;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBean;
import javax.management.modelmbean.ModelMBeanInfo;
import javax.management.modelmbean.RequiredModelMBean;
import org.apache.camel.management.mbean.ManagedRoute;
import org.apache.camel.spi.ManagementMBeanAssembler;
import org.apache.camel.support.management.DefaultManagementMBeanAssembler;

/**
 * All routes in JMX share one description of their attributes and operations. Camel describes each route for itself, with a
 * descriptor an attribute and operation, 70 KB a route: of 6,000 routes four fifths of the live heap.
 */
final class SharedBeanInfo implements ManagementMBeanAssembler {
    private final DefaultManagementMBeanAssembler each;
    private final Map<Class<?>, ModelMBeanInfo> described = new ConcurrentHashMap<>();

    SharedBeanInfo(DefaultManagementMBeanAssembler each) {
        this.each = each;
    }

    @Override
    public ModelMBean assemble(MBeanServer server, Object object, ObjectName name) throws JMException {
        if (!(object instanceof ManagedRoute)) {
            return each.assemble(server, object, name);
        }
        ModelMBeanInfo known = described.get(object.getClass());
        if (known == null) {
            ModelMBean first = each.assemble(server, object, name);
            described.put(object.getClass(), (ModelMBeanInfo) first.getMBeanInfo());
            return first;
        }
        try {
            RequiredModelMBean bean = new RequiredModelMBean(known);
            bean.setManagedResource(object, "ObjectReference");
            return bean;
        } catch (InvalidTargetObjectTypeException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void start() {
        each.start();
    }

    @Override
    public void stop() {
        each.stop();
    }
}
