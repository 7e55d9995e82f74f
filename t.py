import time,sys
t=time.process_time()
from secgraph.query.sessions import Session
from secgraph.web.context import Context
from secgraph.web.app import build
from starlette.testclient import TestClient
print('import',time.process_time()-t)
c=Context(Session(),base_url='http://testserver')
app=build(c)
cl=TestClient(app, follow_redirects=False)
def g(p,**k):
    t=time.process_time(); r=cl.get(p,**k); print(r.status_code,p,len(r.content),r.headers.get('content-type'),r.headers.get('location',''),round((time.process_time()-t)*1000,1),'ms'); 
    if r.status_code>=500: print(r.text[:600])
    return r
for p in sys.argv[1:] or ['/healthz','/query/linkage/between-regions','/query/linkage/between-regions?from=asia','/query/linkage/between-regions.csv','/','/query/','/id/japan','/id/japan.html','/id/japan.ttl','/id/japan.jsonld','/id/japan.rdf','/id/japan.nt','/doc/','/doc/east-is-east/','/doc/east-is-east/argument','/doc/east-is-east/beside/quad-2021','/doc/east-is-east/c-p10s2-b.html','/doc/east-is-east/p10s1.html','/doc/east-is-east/document','/doc/east-is-east/document.ttl','/doc/east-is-east/q-inseparable-asia.html','/vocab/is-linked-with.html','/ns','/ns.html','/ns.ttl','/ns.jsonld','/ask','/ask?s=India&p=agrees+with&o=Japan','/find?q=vote+India','/about','/sitemap.xml','/id/','/vocab/','/query/linkage/between-regions?from=asai','/query/linkage/between-regions?from=a&from=b','/query/linkage/between-regions?x=a','/query/linkage/between-region','/query/links/codes','/query/links/codes.csv','/r/0.1.0/query/votes/on','/id/japam','/style.css','/nope','/query/votes/on/map.svg','/query/linkage/between-regions/embed']: g(p)
