#pragma once
/* Debian builds libxml2 with ICU, whose UErrorCode then clashes with Foundation's. The switch only changes
   the layout of xmlCharEncodingHandler, which nothing here touches. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

/* What differs between libxml2 2.9 and 2.14 is kept here, so that Swift sees one interface. Macros and mutable globals
   do not import into Swift 6 either. */

static inline void seqc_xml_free(void *pointer) { xmlFree(pointer); }
static inline const char *seqc_xml_version(void) { return LIBXML_DOTTED_VERSION; }

/* level: 1 warning, 2 error, 3 fatal. line is 0 where none is known. */
typedef void (*seqc_xml_report)(void *receiver, int level, int line, const char *message);

struct seqc_xml_listener {
  void *receiver;
  seqc_xml_report report;
};

/* The error became const in 2.12. */
#if LIBXML_VERSION >= 21200
static inline void seqc_xml_hear(void *listener, const xmlError *error) {
#else
static inline void seqc_xml_hear(void *listener, xmlErrorPtr error) {
#endif
  const struct seqc_xml_listener *target = (const struct seqc_xml_listener *)listener;
  if (target && error) target->report(target->receiver, error->level, error->line, error->message);
}

static inline xmlParserInputPtr seqc_xml_load_nothing(const char *url, const char *id, xmlParserCtxtPtr context) {
  (void)url, (void)id, (void)context;
  return NULL;
}

/* Once per process, before any thread parses: no file and no address is ever loaded for a document or a schema. */
static inline void seqc_xml_start(void) {
  xmlInitParser();
  xmlSetExternalEntityLoader(seqc_xml_load_nothing);
}

/* Without entity substitution, DTD, XInclude and network. NULL: there is no tree. */
static inline xmlDocPtr seqc_xml_parse(const char *bytes, int count, struct seqc_xml_listener *listener) {
  xmlParserCtxtPtr context = xmlNewParserCtxt();
  if (!context) return NULL;
  xmlSetStructuredErrorFunc(listener, (xmlStructuredErrorFunc)seqc_xml_hear);
  xmlDocPtr document = xmlCtxtReadMemory(context, bytes, count, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);
  xmlSetStructuredErrorFunc(NULL, NULL);
  if (document && !context->wellFormed) {
    xmlFreeDoc(document);
    document = NULL;
  }
  xmlFreeParserCtxt(context);
  return document;
}

/* NULL: it is no schema that can be used. The document stays the caller's. */
static inline xmlSchemaPtr seqc_xml_schema(xmlDocPtr document, struct seqc_xml_listener *listener) {
  xmlSchemaParserCtxtPtr context = xmlSchemaNewDocParserCtxt(document);
  if (!context) return NULL;
  xmlSetStructuredErrorFunc(listener, (xmlStructuredErrorFunc)seqc_xml_hear);
  xmlSchemaSetParserStructuredErrors(context, (xmlStructuredErrorFunc)seqc_xml_hear, listener);
  xmlSchemaPtr schema = xmlSchemaParse(context);
  xmlSetStructuredErrorFunc(NULL, NULL);
  xmlSchemaFreeParserCtxt(context);
  return schema;
}

/* 0: valid; above: not; below: could not be told. */
static inline int seqc_xml_validate(xmlDocPtr document, xmlSchemaPtr schema, struct seqc_xml_listener *listener) {
  xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(schema);
  if (!context) return -1;
  xmlSchemaSetValidStructuredErrors(context, (xmlStructuredErrorFunc)seqc_xml_hear, listener);
  int result = xmlSchemaValidateDoc(context, document);
  xmlSchemaFreeValidCtxt(context);
  return result;
}

/* Canonical XML 1.0 without comments; the count of bytes, to be freed by seqc_xml_free, or a negative number. */
static inline int seqc_xml_canonical(xmlDocPtr document, xmlChar **bytes) {
  return xmlC14NDocDumpMemory(document, NULL, XML_C14N_1_0, NULL, 0, bytes);
}
