/* SPDX-License-Identifier: EUPL-1.2
 *
 * From a path to a route.
 *
 * The tables of all rooms are planted into one tree by segments: a node has named children and at
 * most one child that takes any segment ({...}). Finding walks down it once per segment; a literal
 * name goes before {...}, and only when it leads nowhere is the other way tried, so that `/unge/ny`
 * and `/unge/{youth}` live side by side in any order of the tables. What a {...} is called belongs to
 * the route and not to the node: two routes may name the same segment differently.
 *
 * Nothing here knows who somebody is; router_check() sees to it that every route says who may.
 */
#include "web/internal.h"

#include <string.h>

enum method { GET, POST, METHODS };

struct node {
    const char *name; /* of this segment; NULL for {...} */
    struct node *child, *sibling, *any;
    const struct route *route[METHODS];
};

struct router {
    struct node root;
};

static bool is_parameter(const char *segment, size_t len) {
    return len > 2 && segment[0] == '{' && segment[len - 1] == '}';
}

/* ---- making ---- */

static struct node *node_child(struct arena *a, struct node *parent, const char *name, size_t len) {
    if (is_parameter(name, len)) {
        if (!parent->any) parent->any = arena_alloc(a, sizeof *parent->any);
        return parent->any;
    }
    for (struct node *c = parent->child; c; c = c->sibling)
        if (strlen(c->name) == len && memcmp(c->name, name, len) == 0) return c;
    struct node *c = arena_alloc(a, sizeof *c);
    c->name = arena_dup_n(a, name, len);
    c->sibling = parent->child;
    parent->child = c;
    return c;
}

/* The place of a pattern in the tree; made when it is not there. */
static struct node *node_plant(struct arena *a, struct router *router, const char *path) {
    struct node *node = &router->root;
    for (const char *p = path + 1; *p;) {
        size_t len = strcspn(p, "/");
        node = node_child(a, node, p, len);
        p += len + (p[len] == '/');
    }
    return node;
}

static enum method method_of(const char *method) {
    return strcmp(method, "POST") == 0 ? POST : GET;
}

struct router *router_new(const struct site *site, struct arena *a) {
    struct router *router = arena_alloc(a, sizeof *router);
    for (size_t t = 0; site->tables[t]; t++)
        for (size_t i = 0; i < site->table_sizes[t]; i++) {
            const struct route *route = &site->tables[t][i];
            node_plant(a, router, route->path)->route[method_of(route->method)] = route;
        }
    return router;
}

/* ---- finding ---- */

static const struct node *node_find(const struct node *node, const char *const *segments,
                                    size_t n) {
    if (n == 0) return node->route[GET] || node->route[POST] ? node : NULL;
    for (const struct node *c = node->child; c; c = c->sibling)
        if (strcmp(c->name, segments[0]) == 0) {
            const struct node *found = node_find(c, segments + 1, n - 1);
            if (found) return found;
            break;
        }
    return node->any ? node_find(node->any, segments + 1, n - 1) : NULL;
}

static const char *node_methods(const struct node *node) {
    if (node->route[GET] && node->route[POST]) return "GET, HEAD, POST";
    return node->route[GET] ? "GET, HEAD" : "POST";
}

const struct route *router_find(const struct router *router, const char *method,
                                const char *const *segments, size_t n, const char **ret_allow) {
    const struct node *node = node_find(&router->root, segments, n);
    *ret_allow = node ? node_methods(node) : NULL;
    if (!node) return NULL;
    if (strcmp(method, "POST") == 0) return node->route[POST];
    if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0) return node->route[GET];
    return NULL;
}

const struct route *router_route(const struct router *router, const char *method,
                                 const char *path) {
    const struct node *node = &router->root;
    for (const char *p = path + 1; node && *p;) {
        size_t len = strcspn(p, "/");
        const struct node *next = is_parameter(p, len) ? node->any : node->child;
        if (!is_parameter(p, len))
            while (next && (strlen(next->name) != len || memcmp(next->name, p, len) != 0))
                next = next->sibling;
        node = next;
        p += len + (p[len] == '/');
    }
    return node ? node->route[method_of(method)] : NULL;
}

/* ---- checking ---- */

static bool segment_ok(const char *segment, size_t len) {
    if (len == 0) return false;
    bool parameter = is_parameter(segment, len);
    for (size_t i = parameter; i < len - parameter; i++) {
        char c = segment[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (!letter && (parameter || (c != '-' && c != '.'))) return false;
    }
    return true;
}

static bool path_ok(const char *path) {
    size_t n = 0;
    if (!path || path[0] != '/') return false;
    for (const char *p = path + 1; *p; n++) {
        size_t len = strcspn(p, "/");
        if (!segment_ok(p, len) || (p[len] == '/' && !p[len + 1])) return false;
        p += len + (p[len] == '/');
    }
    /* /en is the English door, and /a belongs to the assets */
    return n <= SEGMENTS_MAX && strncmp(path, "/en/", 4) != 0 && strcmp(path, "/en") != 0 &&
           strncmp(path, "/a/", 3) != 0;
}

static bool is_person_audit(enum audit_kind audit) {
    return audit == AUDIT_PERSON || audit == AUDIT_PERSON_CHANGE;
}

/* What is wrong with one route by itself; NULL when nothing is. The rules stand in web.h. */
static const char *route_fault(const struct route *route) {
    bool get = route->method && strcmp(route->method, "GET") == 0;
    bool post = route->method && strcmp(route->method, "POST") == 0;
    if (!get && !post) return "has a method that is neither GET nor POST";
    if (!path_ok(route->path)) return "has a path that cannot be reached";
    if (!route->handle) return "has no handler";
    if (route->who == 0) return "is for nobody";
    if (route->audit != AUDIT_NONE && !route->purpose) return "is logged without a purpose";
    if (route->audit == AUDIT_NONE && route->purpose) return "has a purpose but is not logged";
    bool person = strstr(route->path, "{youth}") != NULL;
    if (person && !is_person_audit(route->audit)) return "shows a person and does not log it";
    if (!person && is_person_audit(route->audit))
        return "logs a person that its path does not name with {youth}";
    if (person && (route->who & ROLE_PUBLIC)) return "shows a person to the public";
    if (post && route->audit == AUDIT_NONE && !(route->who & ROLE_PUBLIC))
        return "changes something and does not log it";
    if (get && (route->flags & ROUTE_UPLOAD)) return "takes files by GET";
    return NULL;
}

const char *router_check(const struct site *site, struct arena *a) {
    struct router *router = arena_alloc(a, sizeof *router);
    for (size_t t = 0; site->tables[t]; t++)
        for (size_t i = 0; i < site->table_sizes[t]; i++) {
            const struct route *route = &site->tables[t][i];
            const char *fault = route_fault(route);
            const struct route **place = NULL;
            if (!fault) {
                place = &node_plant(a, router, route->path)->route[method_of(route->method)];
                fault = *place ? "is there twice" : NULL;
            }
            if (fault)
                return arena_fmt(a, "route %s %s %s", route->method ? route->method : "(no method)",
                                 route->path ? route->path : "(no path)", fault);
            *place = route;
        }
    return NULL;
}
